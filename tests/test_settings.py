"""Tests of the settings: where they come from, what is refused, and that the key stays secret."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.settings import Settings, settings_from

LAW = settings(derandomize=True, deadline=None, max_examples=200)
KEY = "kEy-0123456789"


def test_nothing_set_gives_the_defaults() -> None:
    """Without a variable and a file the real services are asked, at the pace they allow."""
    chosen = settings_from({})
    assert chosen == Settings()
    assert (chosen.s2_rate, chosen.arxiv_interval, chosen.s2_api_key) == (1.0, 3.0, None)
    assert chosen.s2_url.startswith("https://")


def test_the_environment_goes_before_the_file() -> None:
    """A variable overrides the same key of the file; other keys of the file stand."""
    toml = 'papers_s2_rate = 2\npapers_arxiv_interval = 5.5\npapers_raw = "cache"'
    chosen = settings_from({"PAPERS_S2_RATE": "7"}, toml)
    assert (chosen.s2_rate, chosen.arxiv_interval, chosen.raw) == (7.0, 5.5, Path("cache"))


def test_an_empty_variable_counts_as_not_set() -> None:
    """`PAPERS_S2_RATE=` leaves the file's value, and an empty key is no key."""
    chosen = settings_from({"PAPERS_S2_RATE": "", "PAPERS_S2_API_KEY": " "}, "papers_s2_rate = 2")
    assert chosen.s2_rate == 2.0
    assert chosen.s2_api_key is None


def test_foreign_variables_are_passed_over() -> None:
    """What other programs, or tests alone, read does not disturb."""
    environ = {"PATH": "/bin", "PAPERS_EVAL_DATA": "/data", "papers_s2_rate": "9", "S2_RATE": "9"}
    assert settings_from(environ) == Settings()


def _told(environ: dict[str, str], toml: str = "") -> str:
    """What the refusal says; empty when the settings are good."""
    try:
        settings_from(environ, toml)
    except UsageError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_has_a_variable(name: str) -> None:
    """Each setting is read from the variable of its name: nonsense in it is told, or kept where all is allowed."""
    told = _told({f"PAPERS_{name.upper()}": "\x07"})
    if name in {"out", "raw", "list"}:
        assert str(getattr(settings_from({f"PAPERS_{name.upper()}": "\x07"}), name)) == "\x07"
    else:
        assert told.startswith(f"setting PAPERS_{name.upper()}: ")


@pytest.mark.parametrize(
    ("key", "suggested"),
    [
        ("papers_s2_rates", "'papers_s2_rate'"),
        ("papers_arxiv_intervall", "'papers_arxiv_interval'"),
        ("PAPERS_S2_URL", "'papers_s2_url'"),
        ("s2_rate", "'papers_s2_rate'"),
        ("zzz", None),
    ],
)
def test_an_unknown_key_is_refused_with_a_suggestion(key: str, suggested: str | None) -> None:
    """A misspelt key of the file is an error that names the nearest known one."""
    with pytest.raises(UsageError) as caught:
        settings_from({}, f"{key} = 1")
    assert f"papers.toml: unknown key {key!r}" in str(caught.value)
    assert (suggested in str(caught.value)) if suggested else ("did you mean" not in str(caught.value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAPERS_S2_RATE", "0"),
        ("PAPERS_S2_RATE", "-1"),
        ("PAPERS_S2_RATE", "1001"),
        ("PAPERS_S2_RATE", "fast"),
        ("PAPERS_S2_RATE", "nan"),
        ("PAPERS_ARXIV_INTERVAL", "-0.1"),
        ("PAPERS_ARXIV_INTERVAL", "inf"),
        ("PAPERS_TIMEOUT", "0"),
        ("PAPERS_TIMEOUT", "601"),
        ("PAPERS_ABSENT_MOST_DAYS", "inf"),
        ("PAPERS_FRESH_IDENTIFIER_HOURS", "-1"),
        ("PAPERS_GATE_ENTRIES", "1.1"),
        ("PAPERS_GATE_MATCHED", "nan"),
        ("PAPERS_ENGINE", "Prefect"),
        ("PAPERS_S2_URL", "api.semanticscholar.org"),
        ("PAPERS_S2_URL", "ftp://api.semanticscholar.org"),
        ("PAPERS_ARXIV_URL", "https://export arxiv.org"),
        ("PAPERS_CONTACT", "me\r\nX-Injected: yes"),
        ("PAPERS_CONTACT", "Zoë"),
    ],
)
def test_values_out_of_range_name_the_setting(name: str, value: str) -> None:
    """The message tells which setting is wrong and what was found, from the environment and from the file."""
    with pytest.raises(UsageError) as caught:
        settings_from({name: value})
    assert str(caught.value).startswith(f"setting {name}: ")
    assert str(caught.value).endswith(f", found {value!r}.")


def test_a_wrong_value_of_the_file_names_the_setting() -> None:
    """A value of the wrong type in the file is told as one of the environment is."""
    with pytest.raises(UsageError, match=r"setting PAPERS_S2_RATE: .*, found \[1\]\."):
        settings_from({}, "papers_s2_rate = [1]")


def test_a_pattern_is_shown_as_it_is() -> None:
    r"""The pattern a value must match keeps its case, since `\S` and `\s` are opposites."""
    with pytest.raises(UsageError) as caught:
        settings_from({"PAPERS_S2_URL": "nowhere"})
    assert r"\S+" in str(caught.value)


@pytest.mark.parametrize("toml", ["papers_s2_rate", "[papers\n", "papers_s2_rate = 1\npapers_s2_rate = 2", "\x00"])
def test_a_file_that_is_no_toml_is_refused(toml: str) -> None:
    """A broken file is a usage error that names the file."""
    with pytest.raises(UsageError, match=r"^papers\.toml: not valid TOML"):
        settings_from({}, toml)


def test_the_key_never_shows() -> None:
    """Neither the settings' text nor their dump holds the key; only its own accessor gives it."""
    chosen = settings_from({"PAPERS_S2_API_KEY": f" {KEY}\n"})
    assert chosen.s2_api_key is not None
    assert chosen.s2_api_key.get_secret_value() == KEY
    for shown in (repr(chosen), str(chosen), repr(chosen.s2_api_key), chosen.model_dump_json(), str(vars(chosen))):
        assert KEY not in shown


@pytest.mark.parametrize(
    ("environ", "toml"),
    [
        ({"PAPERS_S2_API_KEY": f"{KEY}\r\nX-Injected: yes"}, ""),
        ({"PAPERS_S2_API_KEY": f"{KEY}é"}, ""),
        ({"PAPERS_S2_API_KEY": f"{KEY} {KEY}"}, ""),
        ({}, f'papers_s2_api_key = ["{KEY}"]'),
        ({}, f'papers_s2_api_key = "{KEY}'),
        ({}, f'papers_s2_api_kye = "{KEY}"'),
        ({}, f'[papers_s2_api_key]\nvalue = "{KEY}"'),
        ({"PAPERS_S2_API_KEY": KEY, "PAPERS_S2_RATE": "fast"}, ""),
    ],
)
def test_no_error_shows_the_key(environ: dict[str, str], toml: str) -> None:
    """A key that no header can carry, or one in a broken file, is refused without being printed anywhere."""
    with pytest.raises(UsageError) as caught:
        settings_from(environ, toml)
    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert KEY not in repr(caught.value)
    assert KEY not in f"{caught.value.__context__!r} {caught.value.__context__}"


def test_settings_do_not_change() -> None:
    """Settings are read once; nobody edits them later."""
    with pytest.raises(ValueError, match="frozen"):
        setattr(settings_from({}), "s2_rate", 5.0)  # noqa: B010 - a plain assignment does not pass mypy


@LAW
@given(st.dictionaries(st.sampled_from([f"PAPERS_{name.upper()}" for name in Settings.model_fields]), st.text()))
def test_any_environment_gives_settings_or_a_usage_error(environ: dict[str, str]) -> None:
    """Whatever the variables hold, the outcome is settings or one error that says what to do."""
    told = _told(environ)
    assert told == "" or told.startswith("setting PAPERS_")


@LAW
@given(st.text())
def test_any_file_gives_settings_or_a_usage_error(toml: str) -> None:
    """Whatever the file holds, the outcome is settings or one error that names the file or the setting."""
    told = _told({}, toml)
    assert told == "" or told.startswith(("papers.toml: ", "setting PAPERS_"))
