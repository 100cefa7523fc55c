"""Tests of language detection."""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.sentiment.language import ENGLISH, LanguageDetector

DETECTOR = LanguageDetector()
DATA = Path(__file__).parents[2] / "data"

FOREIGN = {
    "de": [
        "Unsere Gäste finden den Eingang nicht",
        "Rechnung kam zweimal, Gutschrift fehlt",
        "Das Team ist mit der Schulung sehr zufrieden",
    ],
    "fr": [
        "Le bouton de commande ne répond plus",
        "Trois semaines sans nouvelles du service client",
        "Les élèves adorent le nouveau cours",
    ],
    "es": [
        "El pedido llegó con dos semanas de retraso",
        "No encuentran dónde cambiar la contraseña",
        "La formación fue clara y muy útil",
    ],
    "it": [
        "Il pagamento viene rifiutato ogni volta",
        "I clienti aspettano ore al telefono",
        "La consegna è arrivata in anticipo",
    ],
    "pt": [
        "A encomenda chegou partida e ninguém atende",
        "Os alunos não conseguem entregar o trabalho",
        "O novo painel poupa-nos duas horas por semana",
    ],
    "nl": [
        "De klant kan zijn afspraak niet verzetten",
        "Wij wachten al drie weken op een antwoord",
        "De nieuwe planning bespaart ons veel tijd",
    ],
    "pl": ["Klienci nie mogą znaleźć numeru zamówienia", "Faktura przyszła na stary adres"],
    "sv": ["Kunderna hittar inte knappen för att avbeställa", "Leveransen kom fyra dagar för sent"],
    "fi": ["Asiakas ei saanut vahvistusta tilauksesta", "Sovellus kaatuu joka aamu"],
    "cs": ["Zákazník čeká na odpověď už dva týdny", "Aplikace se při nahrávání zasekne"],
    "tr": ["Müşteri faturasını indiremiyor", "Destek ekibi üç gün sonra cevap verdi"],
    "ru": ["Клиент не может скачать счёт", "Приложение вылетает при загрузке фото"],
    "uk": ["Клієнти не можуть знайти кнопку скасування"],
    "ja": ["請求書が二回届きました", "アプリがすぐに落ちる"],
    "zh": ["客户找不到取消按钮", "培训非常有帮助"],
    "ko": ["고객이 영수증을 받지 못했습니다"],
    "ar": ["العميل لا يستطيع تنزيل الفاتورة"],
    "he": ["הלקוח לא קיבל את החשבונית"],
    "el": ["Ο πελάτης δεν μπορεί να κατεβάσει το τιμολόγιο"],
    "hi": ["ग्राहक को रसीद नहीं मिली"],
}


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language, texts in FOREIGN.items() for text in texts],
)
def test_a_note_in_another_language_is_detected(language: str, text: str) -> None:
    assert DETECTOR.detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "ok",
        "Super!",
        "No refund",
        "Visa or Mastercard?",
        "Okta HubSpot Zendesk",
        "Kubernetes Grafana Prometheus Loki",
        "SAP S/4HANA",
        "PDF CSV API",
        "😡😡😡",
        ":tada: :rocket:",
        "12345 67 8.90",
        "C3PO-4711 / DE89370400440532013000",
        "https://example.com/über/die/Rechnung?q=straße",
        "jürgen.müller@example.de",
        "`SELECT rechnung FROM tabelle`",
        "naïve 漢字 😀",
        "Penne vodka excellent!",
        "A hidden gem",
        "yay yay yay yay yay yay",
        "\u200f\u200e",
        "\ud800\ud800\ud800\ud800\ud800",
    ],
)
def test_short_texts_and_codes_are_never_another_language(text: str) -> None:
    assert DETECTOR.detect(text) in {None, ENGLISH}


def test_no_english_product_note_is_detected_as_another_language() -> None:
    with (DATA / "product_notes.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert len(texts) > 300
    assert [text for text in texts if DETECTOR.detect(text) not in {None, ENGLISH}] == []


def test_english_with_foreign_names_is_english() -> None:
    text = "The order from Müller GmbH in Köln never arrived"
    assert DETECTOR.detect(text) == ENGLISH


def test_a_long_text_is_detected_by_its_beginning() -> None:
    assert DETECTOR.detect("Der Kunde wartet seit Wochen auf eine Antwort. " * 5_000) == "de"


@pytest.mark.each_database
def test_the_first_detection_is_thread_safe() -> None:
    detector = LanguageDetector()
    texts = ["Die Rechnung kam zweimal", "Le bouton ne répond plus"] * 8
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detector.detect, texts)) == ["de", "fr"] * 8
