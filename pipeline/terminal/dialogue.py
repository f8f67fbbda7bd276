"""What a person who reviews a snapshot sees and types."""

from __future__ import annotations

from pipeline.review import Question
from pipeline.terminal.console import STATUS_COLOUR, new_console, plain

_SHOWN_AUTHORS = 4


def ask(prompt: str) -> str | None:
    """Read a line that a person types; None at the end of the input."""
    try:
        return input(f"{prompt}: ").strip()
    except EOFError:
        return None


def show_question(question: Question, number: int, total: int) -> None:
    """Print an entry that waits for a decision, and what is suggested for it."""
    console, entry, work = new_console(), question.entry, question.suggested
    console.print()
    console.print(plain(f"{number} of {total}, line {entry['line']}: {' / '.join(entry['headings'])}", style="dim"))
    console.print(plain(entry["title"], style="bold"))
    console.print(
        plain(f"{entry['status']}: {entry['reason'] or ''}", style=STATUS_COLOUR.get(entry["status"], "yellow"))
    )
    if entry["link"]:
        console.print(plain(f"link ({entry['link_check']}): {entry['link']}"))
    if work is not None:
        authors = ", ".join(author["name"] for author in work["authors"][:_SHOWN_AUTHORS])
        told = [authors, str(work["year"] or ""), work["venue"] or "", str(question.identifier or "")]
        console.print(plain(f"suggested: {work['title']}"))
        console.print(plain(f"           {'; '.join(each for each in told if each)}"))
