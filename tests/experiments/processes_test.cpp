#include "experiments/processes.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

int wait_for(Child& child) {
  std::optional<int> code;
  while (!(code = child.ended())) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return *code;
}

TEST(Child, TellsItsExitCodeAndLeavesWhatItSaidInTheLog) {
  const ScratchFolder scratch;
  Child child({"/bin/sh", "-c", "echo one; echo 'mmim: two words' >&2; echo; exit 3"}, scratch.path / "log", 1);
  EXPECT_EQ(wait_for(child), 3);
  EXPECT_EQ(last_words(scratch.path / "log"), "two words");
}

TEST(Child, GetsItsThreadsFromItsParentAlone) {
  const ScratchFolder scratch;
  ::setenv("OMP_NUM_THREADS", "77", 1);
  Child child({"/bin/sh", "-c", "echo $OMP_NUM_THREADS"}, scratch.path / "log", 3);
  EXPECT_EQ(wait_for(child), 0);
  EXPECT_EQ(last_words(scratch.path / "log"), "3");
  ::unsetenv("OMP_NUM_THREADS");
}

TEST(Child, IsAskedOnceToStop) {
  const ScratchFolder scratch;
  const std::string go = scratch.path / "go";
  Child child(
      {"/bin/sh", "-c",
       "trap 'n=$((n+1)); echo asked' TERM; echo ready; while [ ! -e " + go + " ]; do sleep .02; done; exit $n"},
      scratch.path / "log", 1);
  while (last_words(scratch.path / "log") != "ready") std::this_thread::sleep_for(std::chrono::milliseconds(5));
  child.stop();
  while (last_words(scratch.path / "log") != "asked") std::this_thread::sleep_for(std::chrono::milliseconds(5));
  child.stop();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  write_file_atomically(go, "");
  EXPECT_EQ(wait_for(child), 1);
}

TEST(Child, TellsTheSignalThatEndedIt) {
  const ScratchFolder scratch;
  Child child({"/bin/sh", "-c", "kill -9 $$"}, scratch.path / "log", 1);
  EXPECT_EQ(wait_for(child), 128 + SIGKILL);
}

TEST(Child, ThatCannotBeStartedEndsWithTheShellsCode) {
  const ScratchFolder scratch;
  Child child({"/nowhere/at/all"}, scratch.path / "log", 1);
  EXPECT_EQ(wait_for(child), 127);
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
