"""Whether every FAQ_* variable is a setting with a usable value."""

from collections.abc import Iterator, Mapping

from app.checks.finding import Finding, ok, problem
from app.errors import SettingsError
from app.settings import Settings


def check_settings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Every variable on its own: one that cannot be used does not hide the next."""
    given = {name: value for name, value in sorted(environment.items()) if name.startswith("FAQ_")}
    complaints = {name: _complaint(name, value) for name, value in given.items()}
    yield from (problem(told, f"Correct or unset {name}.") for name, told in complaints.items() if told)
    usable = [f"{name}={value}" for name, value in given.items() if not complaints[name]]
    yield ok(f"set: {', '.join(usable)}" if usable else "nothing is set: the defaults hold")


def usable_settings(environment: Mapping[str, str]) -> Settings:
    """The settings, those that cannot be used left at their defaults."""
    return Settings.from_environment(
        {name: value for name, value in environment.items() if _complaint(name, value) is None}
    )


def _complaint(name: str, value: str) -> str | None:
    try:
        Settings.from_environment({name: value})
    except SettingsError as exc:
        return str(exc)
    return None
