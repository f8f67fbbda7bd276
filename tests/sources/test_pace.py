"""The pace of requests: slots on a clock that the test holds, shared through a file."""

from __future__ import annotations

import tempfile
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import TransientSourceError
from pipeline.sources.pace import FilePace
from tests.builders import steady


class Time:
    """A clock that goes on only when somebody sleeps, or when the test says so."""

    def __init__(self, now_s: float = 1_000_000.0) -> None:
        self.now_s = now_s
        self.slept: list[float] = []

    def clock(self) -> float:
        """Seconds since the epoch."""
        return self.now_s

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.slept.append(seconds)
        self.now_s += seconds

    def pace(self, path: Path, interval_s: float = 3.0) -> FilePace:
        """A pace that goes by this clock."""
        return FilePace(path, interval_s, clock=self.clock, sleep=self.sleep, margin_s=0)

    def passing(self, pace: FilePace) -> float:
        """The time at which the next caller passes."""
        _pass(pace)
        return self.now_s


def _pass(pace: FilePace) -> None:
    with pace.turn():
        pass


def test_first_caller_passes_at_once(tmp_path: Path) -> None:
    """Nobody waits when nobody has called before."""
    time = Time()

    _pass(time.pace(tmp_path / "pace"))

    assert time.slept == []


def test_next_callers_wait_their_turn(tmp_path: Path) -> None:
    """Each caller passes one interval after the one before."""
    time = Time()
    pace = time.pace(tmp_path / "pace")

    passed = [time.passing(pace) for _ in range(4)]

    assert [later - sooner for sooner, later in pairwise(passed)] == [3.0, 3.0, 3.0]
    assert time.slept == [3.0, 3.0, 3.0]


def test_late_caller_does_not_wait(tmp_path: Path) -> None:
    """Whoever comes after the interval has passed goes on, and saves nothing up for later."""
    time = Time()
    pace = time.pace(tmp_path / "pace")
    _pass(pace)
    time.now_s += 100

    passed = [time.passing(pace) for _ in range(2)]

    assert passed[1] - passed[0] == 3.0
    assert time.slept == [3.0]


@settings(steady, max_examples=60)
@given(
    idle=st.lists(st.floats(0, 10, allow_subnormal=False), min_size=1, max_size=12),
    interval_s=st.floats(0.01, 5),
    picks=st.lists(st.booleans(), min_size=12, max_size=12),
)
def test_two_callers_are_never_closer_than_the_interval(
    idle: list[float],
    interval_s: float,
    picks: list[bool],
) -> None:
    """Whenever and through whichever of two instances calls are made, they stay an interval apart."""
    time = Time()
    passed = []
    with tempfile.TemporaryDirectory() as folder:
        paces = [time.pace(Path(folder) / "pace", interval_s) for _ in range(2)]
        for seconds, pick in zip(idle, picks, strict=False):
            time.now_s += seconds
            passed.append(time.passing(paces[pick]))

    assert all(later - sooner >= interval_s - 1e-6 for sooner, later in pairwise(passed))


def test_slots_are_given_before_they_are_waited_for(tmp_path: Path) -> None:
    """Several who come at the same moment get different slots, whoever of them wakes first."""
    asked: list[float] = []
    paces = [FilePace(tmp_path / "pace", 3.0, clock=lambda: 50.0, sleep=asked.append, margin_s=0) for _ in range(4)]

    for pace in paces:
        _pass(pace)

    assert asked == [3.0, 6.0, 9.0]


def test_threads_share_a_pace(tmp_path: Path) -> None:
    """Threads that call at the same moment get slots an interval apart."""
    asked: list[float] = []
    pace = FilePace(tmp_path / "pace", 3.0, clock=lambda: 50.0, sleep=asked.append, margin_s=0)
    threads = [threading.Thread(target=_pass, args=(pace,)) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(asked) == [3.0 * number for number in range(1, 8)]


def test_next_process_finds_the_pace_in_the_file(tmp_path: Path) -> None:
    """The slot outlives the one who took it."""
    time = Time()
    _pass(time.pace(tmp_path / "folder" / "pace"))

    _pass(time.pace(tmp_path / "folder" / "pace"))

    assert time.slept == [3.0]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe", b"soon", b"nan", b"inf", b"-inf", b"1e400", b"12,5", b"0", b"-100", "٣".encode()],
)
def test_garbage_in_the_file_is_no_slot(tmp_path: Path, content: bytes) -> None:
    """A file that holds no time, or one long past, lets the caller pass and is mended."""
    (tmp_path / "pace").write_bytes(content)
    time = Time()
    pace = time.pace(tmp_path / "pace")

    passed = [time.passing(pace) for _ in range(2)]

    assert passed[1] - passed[0] == 3.0
    assert time.slept == [3.0]


def test_clock_that_was_set_back_does_not_stop_the_run(tmp_path: Path) -> None:
    """A slot that lies hours ahead was written by a clock that has been set back since."""
    time = Time()
    pace = time.pace(tmp_path / "pace")
    _pass(pace)
    time.now_s -= 7200

    passed = [time.passing(pace) for _ in range(2)]

    assert passed[1] - passed[0] == 3.0
    assert time.slept == [3.0]


def test_back_off_holds_everybody_back(tmp_path: Path) -> None:
    """After a back-off no caller passes before its time, in whichever process."""
    time = Time()
    one, other = (time.pace(tmp_path / "pace") for _ in range(2))
    _pass(one)

    one.back_off(20)
    _pass(other)
    _pass(one)

    assert time.slept == [20.0, 6.0]


def test_back_off_never_brings_a_slot_forward(tmp_path: Path) -> None:
    """A back-off that is shorter than the wait anyway changes nothing."""
    time = Time()
    pace = time.pace(tmp_path / "pace")
    _pass(pace)

    pace.back_off(1)
    _pass(pace)

    assert time.slept == [3.0]


def test_no_interval_lets_all_pass(tmp_path: Path) -> None:
    """The sandbox needs no pace: nobody waits, and no file is written."""
    time = Time()
    pace = time.pace(tmp_path / "pace", 0.0)

    for _ in range(3):
        _pass(pace)
    pace.back_off(60)
    _pass(pace)

    assert time.slept == []
    assert not (tmp_path / "pace").exists()


def test_too_many_requests_halve_the_pace_and_good_replies_restore_it(tmp_path: Path) -> None:
    """A busy service is asked more slowly at once, and as before only after many good replies."""
    time = Time()
    pace = time.pace(tmp_path / "pace", 1.0)
    time.passing(pace)
    pace.back_off(0)
    pace.back_off(0)
    spans = []
    for _ in range(60):
        sooner = time.now_s
        spans.append(time.passing(pace) - sooner)
        pace.went_well()

    assert spans[1] > 3.5
    assert all(later <= sooner + 1e-6 for sooner, later in pairwise(spans[1:]))
    assert spans[-1] == pytest.approx(1.0)
    assert min(spans[1:]) >= 1.0 - 1e-6


def test_slowness_is_shared_and_bounded(tmp_path: Path) -> None:
    """Whoever is told to be slow slows all who share the pace, down to a sixteenth of it."""
    time = Time()
    one, other = time.pace(tmp_path / "pace", 1.0), time.pace(tmp_path / "pace", 1.0)
    for _ in range(20):
        one.back_off(0)
    time.passing(other)
    sooner = time.now_s

    assert time.passing(other) - sooner == pytest.approx(16.0)


@pytest.mark.parametrize("text", ["", "1000003.0", "x y", "1000003.0 nan", "1000003.0 -4", "1000003.0 1e9"])
def test_a_damaged_file_is_no_slower_than_the_pace(tmp_path: Path, text: str) -> None:
    """What a killed run left behind, or an older one wrote, holds nobody back for long."""
    time = Time()
    (tmp_path / "pace").write_text(text, encoding="ascii")
    pace = time.pace(tmp_path / "pace", 1.0)
    passed = [time.passing(pace) for _ in range(3)]
    assert passed[2] - passed[1] == pytest.approx(1.0)
    assert passed[0] <= 1_000_003.0


def test_a_turn_lasts_until_the_reply(tmp_path: Path) -> None:
    """Nobody asks while another one waits for its reply, and the interval counts from when that one asked."""
    time = Time()
    pace = time.pace(tmp_path / "pace")
    order: list[str] = []

    def second() -> None:
        with time.pace(tmp_path / "pace").turn():
            order.append("second")

    with pace.turn():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=0.2)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
    assert time.slept == [3.0]


def test_a_turn_that_is_held_for_ever_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that hangs in its turn stops no other one without a word; the state of the pace stays open meanwhile."""
    monkeypatch.setattr("pipeline.sources.pace._LONGEST_TURN_S", 0.1)
    time = Time()
    one, other = time.pace(tmp_path / "pace"), time.pace(tmp_path / "pace")
    with one.turn():
        other.went_well()
        other.back_off(0)
        with pytest.raises(TransientSourceError, match="held its turn"), other.turn():
            pass


@pytest.mark.parametrize(("interval_s", "waited_s"), [(1.0, 1.05), (3.0, 3.15), (0.25, 0.3), (0.02, 0.03)])
def test_a_margin_is_kept(tmp_path: Path, interval_s: float, waited_s: float) -> None:
    """A little more than the interval is waited, since what leaves in time may arrive early."""
    time = Time()
    pace = FilePace(tmp_path / "pace", interval_s, clock=time.clock, sleep=time.sleep)
    _pass(pace)
    _pass(pace)
    assert time.slept == [pytest.approx(waited_s)]
