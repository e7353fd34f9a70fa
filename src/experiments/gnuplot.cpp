#include "experiments/gnuplot.h"

#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/error.h"
#include "core/files.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File temporary_file() {
  File file(std::tmpfile(), std::fclose);
  if (!file) throw Error(std::string("no temporary file can be made: ") + std::strerror(errno));
  return file;
}

std::string content(std::FILE* file) {
  std::string bytes;
  std::array<char, 65536> block;
  std::rewind(file);
  for (size_t n; (n = std::fread(block.data(), 1, block.size(), file)) > 0;) bytes.append(block.data(), n);
  return bytes;
}

/// Runs gnuplot on files, which unlike pipes cannot fill up while both sides wait.
int run_gnuplot(std::FILE* script, std::FILE* output, std::FILE* complaints) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fileno(script), 0);
  posix_spawn_file_actions_adddup2(&actions, fileno(output), 1);
  posix_spawn_file_actions_adddup2(&actions, fileno(complaints), 2);
  std::string program = "gnuplot", defaults = "--default-settings";
  char* const words[] = {program.data(), defaults.data(), nullptr};
  pid_t child = 0;
  const int failure = posix_spawnp(&child, "gnuplot", &actions, nullptr, words, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure == ENOENT)
    throw Error("gnuplot, which draws the figures, is not there (Debian: apt-get install gnuplot-nox)");
  if (failure != 0) throw Error(std::string("gnuplot cannot be started: ") + std::strerror(failure));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

}  // namespace

std::string drawn(const PlotFigure& figure, PlotFormat format) {
  const File script = temporary_file(), output = temporary_file(), complaints = temporary_file();
  const std::string text = gnuplot_script(figure, format);
  if (std::fwrite(text.data(), 1, text.size(), script.get()) != text.size() || std::fflush(script.get()) != 0)
    throw Error(std::string("gnuplot's script cannot be written: ") + std::strerror(errno));
  std::rewind(script.get());
  const int status = run_gnuplot(script.get(), output.get(), complaints.get());
  std::string image = content(output.get());
  if (status == 0 && !image.empty()) return image;
  std::string said = content(complaints.get());
  std::replace(said.begin(), said.end(), '\n', ' ');
  throw Error("gnuplot has failed: " + said.substr(0, 300));
}

std::vector<fs::path> draw(const PlotFigure& figure, const fs::path& stem) {
  std::vector<fs::path> paths;
  if (stem.has_parent_path()) make_folder(stem.parent_path());
  for (const auto& [format, ending] : {std::pair{PlotFormat::svg, ".svg"}, {PlotFormat::png, ".png"}}) {
    paths.emplace_back(stem.string() + ending);
    write_file_atomically(paths.back(), drawn(figure, format));
  }
  return paths;
}

}  // namespace mmim
