#include <iostream>

#include "bench/bench.h"
#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/bench_table.h"
#include "cli/look/text_table.h"
#include "core/error.h"
#include "tensor/device.h"

namespace mmim {

namespace {

struct BenchArguments {
  BenchOptions options;
  bool list = false, json = false, quiet = false;
};

std::string listing_of_benchmarks() {
  std::vector<std::vector<std::string>> rows;
  for (const Benchmark& one : benchmarks()) rows.push_back({one.name, one.what});
  return aligned(rows, "ll");
}

int run(const BenchArguments& given) {
  if (given.list) {
    std::cout << listing_of_benchmarks();
    return 0;
  }
  const BenchOptions& options = given.options;
  if (options.scaling && (!options.rows.empty() || options.whole_epoch))
    throw UsageError("--scaling measures growth curves, it takes no names of benchmarks and no --epoch");
  prepare_machine(options.threads);
  const BenchReport report = run_bench(options, [&](const std::string& sentence) {
    if (!given.quiet) std::cerr << "measuring: " << sentence << "\n";
  });
  std::cout << (given.json ? report.to_json().dump(2) + "\n" : bench_text(report));
  return 0;
}

}  // namespace

Action bench_command(CLI::App& command) {
  const auto given = std::make_shared<BenchArguments>();
  BenchOptions& options = given->options;
  command.add_option("NAME", options.rows,
                     "benchmarks to run (default: all of training; --list names them; `extract`: all of clips)");
  command.add_flag("--list", given->list, "name the benchmarks");
  command.add_flag("--scaling", options.scaling, "how cost grows with tokens, utterances, frames and threads, instead");
  command.add_option("--data", options.workload.data, "data-set folder (default: synthetic lengths, like MOSI's)");
  command.add_option("--text.encoder", options.workload.encoder, "BERT folder or hub name: vocabulary and weights");
  command.add_option(
      "--geometry", options.workload.geometry,
      "random encoder: base (default), mini, tiny or mpnet-base; with --text.encoder: its vocabulary alone");
  command.add_option("--batches", options.workload.batches, "batches of a round of ours (default: 8)")
      ->check(CLI::Range(1, 1000000));
  command.add_option("--batch-size", options.workload.batch_size, "utterances per batch (default: 32)")
      ->check(CLI::Range(1, 1000000));
  command.add_option("--rounds", options.rounds, "rounds of each side, in turns (default: 5)")
      ->check(CLI::Range(1, 1000000));
  command.add_option("--plain-rounds", options.plain_rounds, "rounds of plain training, which is slow (default: 5)")
      ->check(CLI::Range(1, 1000000));
  command.add_flag("--epoch", options.whole_epoch, "also run one whole epoch of ours, as a check");
  command.add_flag("--same-settings", options.same_settings,
                   "give the plain side our matrix route and allocator settings");
  command.add_option("--threads", options.threads, "CPU threads (default: all that it may use; `mmim version`)")
      ->check(CLI::Range(0, 4096));
  const std::string clips = "Extraction from clips";
  ClipBenchOptions& made = options.clips;
  command.add_option("--face", made.face, "a picture, or a clip, that shows a face")
      ->check(CLI::ExistingFile)
      ->group(clips);
  command.add_option("--face-model", made.face_model, "MediaPipe's face model (default: where ./dev face put it)")
      ->type_name("FILE")
      ->group(clips);
  command.add_option("--covarep", made.covarep, "COVAREP's sources, changed so that Octave runs them")
      ->type_name("FOLDER")
      ->group(clips);
  command.add_option("--model", made.model, "run or model folder that scores a clip (default: a tiny one is trained)")
      ->group(clips);
  command.add_option("--seconds", made.seconds, "length of a clip")
      ->check(CLI::Range(3.0, 14400.0))
      ->capture_default_str()
      ->group(clips);
  command.add_option("--longest", made.longest, "seconds of the longest clip whose memory is measured")
      ->check(CLI::Range(3.0, 14400.0))
      ->capture_default_str()
      ->group(clips);
  command.add_flag("--json", given->json, "print one JSON object");
  command.add_flag("--quiet", given->quiet, "say nothing while measuring");
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
