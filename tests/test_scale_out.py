"""A build may be shared out to any executor; Dask's, with workers of its own, stands for all of them."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import cast

import pytest

from generator.pipeline import How, build
from generator.pool import WorkersLostError, each
from generator.project import Project
from tests.test_incremental import ONE, same, site, started

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A project that was never built, and what its site is."""
    folder = tmp_path_factory.mktemp("shared") / "p"
    project = started(folder)
    shutil.copytree(folder, folder.with_name("built"))
    there = Project(folder.with_name("built"))
    build(there, ONE)
    return project.root, site(there)


def built_with(executor: Executor, root: Path, folder: Path) -> dict[str, bytes]:
    shutil.copytree(root, folder / "p")
    project = Project(folder / "p")
    outcome = build(project, How(executor=executor))
    assert outcome.published is not None
    assert len(outcome.made) > 8
    return site(project)


def test_dask_shares_out_regions_and_the_site_is_the_same(
    expected: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    root, whole = expected
    kinds = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**kinds) as cluster, distributed.Client(cluster) as client:
        same(built_with(cast("Executor", client.get_executor()), root, tmp_path), whole)


def test_threads_do_as_well(expected: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    root, whole = expected
    with ThreadPoolExecutor(2) as executor:
        same(built_with(executor, root, tmp_path), whole)


def test_a_process_that_the_system_ended_is_told_in_one_sentence() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        pytest.raises(WorkersLostError, match="内存"),
    ):
        list(each(executor, os._exit, [(9,)]))
