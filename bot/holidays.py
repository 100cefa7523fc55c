"""Public holidays by country, from the package `holidays`; the country of a time zone, from tzdata.

Holidays of a whole country count; those of its regions do not.
"""

from datetime import date
from functools import cache, lru_cache, partial
from importlib.resources import files

from domain.journeys import BY_TIME_ZONE, NO_COUNTRY, Journey
from domain.working_days import IsHoliday, is_new_year

# A year of holidays is some milliseconds of work and a few kilobytes.
MAX_YEARS_KEPT = 256


def holidays_of(journey: Journey) -> IsHoliday:
    """Return the public holidays of a journey's country; without a country 1 January alone."""
    chosen = journey.holidays_of
    country = find_country(journey.time_zone) if chosen == BY_TIME_ZONE else chosen
    if country in (None, NO_COUNTRY) or country not in list_countries():
        return is_new_year
    return partial(_is_day_off, country)


def _is_day_off(country: str, day: date) -> bool:
    """Whether a day is a public holiday of a country, or in its weekend, which Friday may begin."""
    days, weekend = _days_off(country, day.year)
    return day in days or day.weekday() in weekend


@lru_cache(MAX_YEARS_KEPT)
def _days_off(country: str, year: int) -> tuple[frozenset[date], frozenset[int]]:
    # Imported when the first review is planned: it takes as long as starting without it.
    from holidays import country_holidays  # noqa: PLC0415

    found = country_holidays(country, years=year)
    # None are known of a few countries, and of years far away.
    return frozenset(found) or frozenset({date(year, 1, 1)}), frozenset(found.weekend)


@cache
def list_countries() -> dict[str, str]:
    """Return the name of each country whose holidays are known, by ISO code, in order of names."""
    from holidays import list_supported_countries  # noqa: PLC0415

    known = list_supported_countries(include_aliases=False)
    names = sorted(_read_table("iso3166.tab"), key=lambda row: row[1])
    return {code: name for code, name in names if code in known}


@cache
def find_country(zone: str) -> str | None:
    """Return the ISO code of the country that a time zone belongs to; None for none or several."""
    by_zone = {row[2]: row[0] for row in _read_table("zone.tab")}
    if zone in by_zone:
        return by_zone[zone]
    # An older name, such as US/Eastern: it has the country of the zone it stands for, if that is
    # the zone of one country only.
    countries = {row[2]: row[0] for row in _read_table("zone1970.tab")}
    found = countries.get(_read_links().get(zone, zone), "")
    return found if found and "," not in found else None


def _read_table(name: str) -> list[list[str]]:
    """Return the rows of one of tzdata's tables, cut at tabs."""
    lines = (files("tzdata.zoneinfo") / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _read_links() -> dict[str, str]:
    """Return the zone that each other name of one stands for."""
    lines = (files("tzdata.zoneinfo") / "tzdata.zi").read_text("utf-8").splitlines()
    links = (line.split() for line in lines if line.startswith("L "))
    return {other: zone for _, zone, other in links}
