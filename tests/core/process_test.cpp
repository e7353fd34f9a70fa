#include "core/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "core/error.h"
#include "core/files.h"
#include "core/folder_lock.h"
#include "core/side_by_side.h"
#include "core/stop.h"
#include "support/processes.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

TEST(Child, TellsItsExitCodeAndLeavesWhatItSaidInTheLog) {
  const ScratchFolder scratch;
  const auto child =
      start_logged({"/bin/sh", "-c", "echo one; echo 'mmim: two words' >&2; echo; exit 3"}, scratch.path / "log", 1);
  EXPECT_EQ(child->wait(), 3);
  EXPECT_EQ(last_words(scratch.path / "log"), "two words");
}

TEST(Child, GetsItsThreadsFromItsParentAlone) {
  const ScratchFolder scratch;
  ::setenv("OMP_NUM_THREADS", "77", 1);
  const auto child = start_logged({"/bin/sh", "-c", "echo $OMP_NUM_THREADS"}, scratch.path / "log", 3);
  EXPECT_EQ(child->wait(), 0);
  EXPECT_EQ(last_words(scratch.path / "log"), "3");
  ::unsetenv("OMP_NUM_THREADS");
}

TEST(Child, IsAskedOnceToStop) {
  const ScratchFolder scratch;
  const std::string go = scratch.path / "go";
  const auto child = start_logged(
      {"/bin/sh", "-c",
       "trap 'n=$((n+1)); echo asked' TERM; echo ready; while [ ! -e " + go + " ]; do sleep .02; done; exit $n"},
      scratch.path / "log", 1);
  while (last_words(scratch.path / "log") != "ready") std::this_thread::sleep_for(std::chrono::milliseconds(5));
  child->stop();
  while (last_words(scratch.path / "log") != "asked") std::this_thread::sleep_for(std::chrono::milliseconds(5));
  child->stop();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  write_file_atomically(go, "");
  EXPECT_EQ(child->wait(), 1);
}

TEST(Child, TellsTheSignalThatEndedIt) {
  const ScratchFolder scratch;
  const auto child = start_logged({"/bin/sh", "-c", "kill -9 $$"}, scratch.path / "log", 1);
  EXPECT_EQ(child->wait(), 128 + SIGKILL);
}

TEST(Child, ThatCannotBeStartedEndsWithTheShellsCode) {
  const ScratchFolder scratch;
  const auto child = start_logged({"/nowhere/at/all"}, scratch.path / "log", 1);
  EXPECT_EQ(child->wait(), 127);
}

/// Work of `count` pieces, each one a shell with `script`; keeps the most that ran at a time and the codes.
struct ShellWork {
  ShellWork(const ScratchFolder& scratch, size_t count, int64_t jobs, const std::string& script) {
    const auto start = [&scratch, script, this] {
      most = std::max(most, ++running);
      return start_logged({"/bin/sh", "-c", script}, scratch.path / "log", 1);
    };
    work.jobs = jobs;
    work.begin = [this, start, count]() -> std::optional<SideBySide::Started> {
      if (begun == count) return std::nullopt;
      return SideBySide::Started{begun++, start()};
    };
    work.end = [this, start](size_t number, int code) {
      --running;
      codes.emplace_back(number, code);
      return codes.size() == 1 ? start() : nullptr;  // the first that ends has a second step
    };
    work.tell = [this](bool news) { told += news; };
  }
  SideBySide work;
  size_t begun = 0;
  int running = 0, most = 0, told = 0;
  std::vector<std::pair<size_t, int>> codes;
};

TEST(SideBySide, RunsSoManyAtATimeAndEveryStepOfAPiece) {
  const ScratchFolder scratch;
  ShellWork shells(scratch, 5, 2, "sleep .1; exit 3");
  EXPECT_TRUE(shells.work.run());
  EXPECT_EQ(shells.most, 2);
  EXPECT_EQ(shells.running, 0);
  ASSERT_EQ(shells.codes.size(), 6u);  // five pieces, one of them in two steps
  for (const auto& [number, code] : shells.codes) EXPECT_EQ(code, 3);
  EXPECT_GE(shells.told, 3);
}

TEST(SideBySide, StopsWhatRunsAndBeginsNothingMore) {
  const ScratchFolder scratch;
  ShellWork shells(scratch, 5, 2, "exec sleep 60");
  shells.work.tell = [&](bool) { stop_requested = shells.begun == 2; };
  shells.work.end = [&](size_t number, int code) {
    shells.codes.emplace_back(number, code);
    return nullptr;
  };
  EXPECT_FALSE(shells.work.run());
  stop_requested = false;
  ASSERT_EQ(shells.codes.size(), 2u);
  for (const auto& [number, code] : shells.codes) EXPECT_EQ(code, 128 + SIGTERM);
}

TEST(Child, ComputesInACopyOfThisProcess) {
  const ScratchFolder scratch;
  const std::string here = "seen from there";
  Child child([&] { write_file_atomically(scratch.path / "said", here); });
  EXPECT_EQ(child.wait(), 0);
  EXPECT_EQ(read_file(scratch.path / "said"), here);
}

TEST(Child, EndsWithOneWhereItsWorkThrows) {
  Child child([] { throw Error("of the copy alone"); });
  EXPECT_EQ(child.wait(), 1);
}

TEST(Child, IsKilledWhereItDoesNotListen) {
  Child child([] {
    ::signal(SIGTERM, SIG_IGN);
    while (true) ::pause();
  });
  child.kill();
  EXPECT_EQ(child.wait(), 128 + SIGKILL);
}

/// The code with which a shell ends that runs `script` within `limits`.
int ends_with(const std::string& script, const ProcessLimits& limits) {
  return Child(Launch{.words = {"/bin/sh", "-c", script}, .limits = limits}).wait();
}

TEST(ProcessLimits, EndWhatTakesMoreCpuTime) {
  EXPECT_EQ(ends_with("while :; do :; done", {.cpu_seconds = 1}), 128 + SIGXCPU);
  EXPECT_EQ(ends_with("trap '' XCPU; while :; do :; done", {.cpu_seconds = 1}), 128 + SIGKILL);
  EXPECT_EQ(ends_with("exit 3", {.cpu_seconds = 1}), 3);
}

TEST(ProcessLimits, RefuseMemoryBeyondTheirBound) {
  const std::string double_up = "x=0123456789abcdef; n=0; while [ $n -lt 22 ]; do x=$x$x; n=$((n+1)); done";  // 64 MiB
  EXPECT_EQ(ends_with(double_up, {}), 0);
  EXPECT_NE(ends_with(double_up, {.memory = 32 << 20}), 0);
}

TEST(ProcessLimits, LetNothingBeWrittenIntoFiles) {
  const ScratchFolder scratch;
  const std::string file = scratch.path / "file";
  EXPECT_EQ(ends_with("echo a > " + file, {}), 0);
  EXPECT_NE(ends_with("trap '' XFSZ; echo b >> " + file, {.writes_files = false}), 0);
  EXPECT_EQ(read_file(file), "a\n");
  EXPECT_EQ(ends_with("echo a | grep -q a > /dev/null", {.writes_files = false}), 0);
}

/// Whether a process that ignores SIGTERM ends with the process that started it within `limits`.
bool ends_with_its_parent(const ProcessLimits& limits) {
  const ScratchFolder scratch;
  const std::string mark = scratch.path.string() + "/loop", ready = scratch.path / "ready";
  Child parent([&] {
    const std::string script = "trap '' TERM; : > " + ready + "; while [ ! -e " + mark + " ]; do sleep .01; done";
    const Child child(Launch{.words = {"/bin/sh", "-c", script}, .limits = limits});
    while (true) ::pause();
  });
  while (!std::filesystem::exists(ready)) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  parent.kill();
  parent.wait();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const bool ended = !runs_with(mark);
  std::ofstream(mark) << "";
  EXPECT_TRUE(none_runs_with(mark));
  return ended;
}

TEST(ProcessLimits, EndAProcessAtOnceWithTheOneThatStartedIt) {
  EXPECT_TRUE(ends_with_its_parent({.ends_at_once = true}));
  EXPECT_FALSE(ends_with_its_parent({.ends_at_once = false}));
}

TEST(RunToEnd, TakesInputAndGivesBothOutputsWhateverTheirSize) {
  const std::string much(300'000, 'x');  // more than a pipe holds
  const ProcessResult result = run_to_end({"sh", "-c", "cat; echo wrong >&2; exit 4"}, much);
  EXPECT_EQ(result.code, 4);
  EXPECT_EQ(result.output, much);
  EXPECT_EQ(result.errors, "wrong\n");
  EXPECT_EQ(run_to_end({"no-such-program-at-all"}).code, Child::kNotStarted);
}

TEST(RunToEnd, StandardFilesThatAreClosedHereAreTheProgramsAllTheSame) {
  Child child([] {
    ::close(0);
    ::close(1);
    const ProcessResult result = run_to_end({"sh", "-c", "cat; echo wrong >&2"}, "given");
    ::_exit(result.output == "given" && result.errors == "wrong\n" ? 7 : 8);
  });
  EXPECT_EQ(child.wait(), 7);
}

TEST(FolderLock, IsHeldByOneAtATime) {
  const ScratchFolder scratch;
  {
    const FolderLock lock(scratch.path, 0);
    EXPECT_THROW(FolderLock(scratch.path, 0), UsageError);
  }
  EXPECT_NO_THROW(FolderLock(scratch.path, 0));
}

}  // namespace
}  // namespace mmim
