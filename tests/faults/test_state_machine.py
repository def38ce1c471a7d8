"""Any order of adding, editing, renaming, removing, killing and rebuilding, against a plain dictionary."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from index import add
from tests.faults.archives import Ours
from tests.faults.articles import text_of
from tests.faults.test_faults import acknowledged, start
from tests.faults.victim import STEPS

LONG = os.environ.get("CUTTINGS_FAULTS") == "long"


class Archive(RuleBasedStateMachine):
    """`files` is what the folder holds; `ids` is what each file's article was called when it was first seen."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="cuttings-state-"))
        self.folder = self.root / "articles"
        self.folder.mkdir()
        self.files: dict[str, int] = {}
        self.ids: dict[str, str] = {}
        self.next = 0
        self.archive = Ours(self.root / "s")

    def teardown(self) -> None:
        if hasattr(self, "archive"):
            self.archive.close()
            shutil.rmtree(self.root)

    def new_file(self) -> None:
        name = f"{self.next}.txt"
        (self.folder / name).write_text(text_of(self.next), encoding="utf-8")
        self.files[name] = self.next
        self.next += 1

    def sync(self) -> None:
        add(self.archive.store, [self.folder], sync=True)

    @rule(many=st.integers(1, 3))
    def write(self, many: int) -> None:
        for _ in range(many):
            self.new_file()
        self.sync()

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def edit(self, data) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        self.files[name] = self.next
        (self.folder / name).write_text(text_of(self.next), encoding="utf-8")
        self.next += 1
        self.sync()

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def rename(self, data) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        new = f"renamed-{self.next}.txt"
        self.next += 1
        (self.folder / name).rename(self.folder / new)
        self.files[new] = self.files.pop(name)
        self.ids[new] = self.ids.pop(name)
        self.sync()

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def delete(self, data) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        (self.folder / name).unlink()
        del self.files[name], self.ids[name]
        self.sync()

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def remove_and_add_again(self, data) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        self.archive.store.remove([self.ids.pop(name)])
        self.sync()

    @rule(step=st.sampled_from(STEPS), when=st.sampled_from(["before", "after"]))
    def kill(self, step: str, when: str) -> None:
        for _ in range(3):
            self.new_file()
        acknowledged(start(self.root / "s", self.folder, "--die", when, step, "1"))
        self.sync()

    @rule()
    def rebuild(self) -> None:
        self.archive.store.rebuild()

    @rule()
    def open_again(self) -> None:
        self.archive.close()
        self.archive = Ours(self.root / "s")

    @invariant()
    def the_store_holds_what_the_folder_holds(self) -> None:
        if not hasattr(self, "archive"):
            return
        store = self.archive.store
        held = {Path(path).name: article_id for article_id, _, path in store.under(str(self.folder.resolve()))}
        assert {name: store.article(article_id).text for name, article_id in held.items()} == {
            name: text_of(number) for name, number in self.files.items()
        }
        for name, article_id in held.items():
            assert self.ids.setdefault(name, article_id) == article_id, "an article's id changed"
        for name, article_id in held.items():
            whole = "".join(passage.text for passage in store._catalogue.passages_of(article_id))
            assert "".join(whole.split()) == "".join(text_of(self.files[name]).split()), "a passage is lost or stands twice"
        assert all(self.archive.nearness(string) > 0.9999 for _, string in self.archive.passages())
        report = store.check()
        assert report.ok, report.problems


TestArchive = Archive.TestCase
TestArchive.settings = settings(
    max_examples=1_000 if LONG else 50,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
