"""The names of an invented journey, and the day on which its questions are asked."""

from datetime import date
from zoneinfo import ZoneInfo

from domain.journeys import BUYER
from domain.notes import CHANNELS
from domain.periods import Cadence, FiscalCalendar
from domain.questions.periods import QuestionTime
from domain.questions.values import Names, Part

NAMES = Names(
    {
        Part.STAGE: dict(BUYER.stage_keys()),
        Part.PERSONA: {
            "office-manager": "Office manager",
            "clinic-owner": "Clinic owner",
            "receptionist": "Receptionist",
        },
        Part.KPI: {
            "onboarding.activation": "activation",
            "retention.first-reply": "first-reply",
            "nps": "nps",
            "csat": "csat",
            "retention.monthly-churn": "monthly-churn",
            "decision.trial-to-paid": "trial-to-paid",
        },
        Part.TEAM: {t: t for t in ("marketing", "sales", "support", "product", "management")},
        Part.CHANNEL: {channel: channel for channel in CHANNELS},
        Part.TOUCHPOINT: {
            "demo-call": "Demo call",
            "pricing-page": "Pricing page",
            "support-hotline": "Support hotline",
            "contract": "Contract",
            "data-import": "Data import",
        },
        Part.AUTHOR: {"U1": "Anna Berger", "U2": "Mara Lindqvist"},
        Part.JOURNEY: {"buyer": "Buyer journey"},
    }
)

# A Friday; the last review was posted on 1 July.
TIME = QuestionTime(
    FiscalCalendar(ZoneInfo("UTC")), Cadence.QUARTERLY, date(2026, 8, 14), date(2026, 7, 1)
)
