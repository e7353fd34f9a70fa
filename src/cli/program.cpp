#include <poll.h>
#include <unistd.h>

#include <iostream>
#include <map>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/jobs.h"
#include "core/cores.h"
#include "core/error.h"
#include "core/job.h"
#include "core/names.h"
#include "core/version.h"
#include "tensor/device.h"
#include "tensor/waiting.h"

namespace mmim {

const std::vector<CommandEntry>& commands() {
  static const std::vector<CommandEntry> entries{
      {"train",
       "train a model; validation selects, then test is read",
       {"mmim train --config configs/demo.toml",
        "mmim train --config configs/mosi.toml --data data/mosi --text.encoder bert-base-uncased",
        "mmim train --resume runs/mmim-mosi-1111",
        "mmim train --data data/mosi --train.epochs 3 --mmim.alpha .1 --output-dir runs/try"},
       train_command},
      {"evaluate",
       "metrics of a trained model on a data set, with 95 % intervals",
       {"mmim evaluate runs/mmim-mosi-1111 data/mosi",
        "mmim evaluate runs/mmim-mosi-1111 data/mosei --split valid --json"},
       evaluate_command},
      {"predict",
       "scores of utterances: JSON lines in, JSON lines out; or the score of a clip",
       {"echo '{\"text\": \"what a great film\"}' | mmim predict runs/mmim-mosi-1111",
        "mmim predict runs/mmim-mosi-1111 clips.jsonl --output scores.jsonl --keep-going",
        "mmim predict runs/clips clip.mp4 --text \"what a great film\""},
       predict_command,
       "An answer has `score`, the sentiment on the scale of the labels, the classes of that scale, and `scores`: of "
       "MMIM\n"
       "the cosine (-1 to 1) between each modality and what the fusion kept of it, which is no sentiment; a modality\n"
       "that is absent has none; of Self-MM the sentiment of each modality alone."},
      {"serve",
       "scores over HTTP, from one model or several, until SIGTERM",
       {"mmim serve --demo", "mmim serve runs/mmim-mosi-1111",
        "mmim serve mosi=runs/mmim-mosi-1111 sims=models/mmim-sims --port 9000",
        "mmim serve runs/mmim-mosi-1111 --host 0.0.0.0 --allowed-hosts scores.example.org --api-key-file key"},
       serve_command},
      {"experiment",
       "every run of a table: models, data sets and seeds, to one folder; interrupted, the same command goes on",
       {"mmim experiment configs/table2_mosi.toml --data data/mosi --text.encoder bert-base-uncased",
        "mmim experiment configs/ablation/table4_mosi.toml --data data/mosi --text.encoder bert-base-uncased --jobs 2 "
        "--seeds 1111,1112,1113",
        "mmim experiment configs/table2_mosi.toml --dry-run"},
       experiment_command},
      {"tune",
       "search over options, scored on validation alone; interrupted, the same command goes on",
       {"mmim tune configs/tune/mosi_grid.toml --data data/mosi --text.encoder bert-base-uncased --jobs 2",
        "mmim tune configs/tune/mosi_grid.toml --data data/mosi --text.encoder bert-base-uncased --method random "
        "--trials 30",
        "mmim tune configs/tune/mosi_halving.toml --dry-run"},
       tune_command},
      {"figure",
       "the losses of a run over its batches (Figure 2), or the bound against the truth, as SVG and PNG",
       {"mmim figure runs/mmim-mosi-1111", "mmim figure runs/misa-mosi-1111 --every 5 --output misa",
        "mmim figure docs/results/table2-mosi/mmim-mosi-1111.json", "mmim figure bound --seed 7"},
       figure_command},
      {"report",
       "tables of an experiment with tests, curves and analyses, as a page, Markdown, LaTeX and CSV; or of finished "
       "runs",
       {"mmim report runs/table2-mosi", "mmim report runs/table2-mosi --output table2.md",
        "mmim report docs/results/table2-mosi --output-dir report", "mmim report runs/mosi-* runs/text-only-*"},
       report_command},
      {"robustness",
       "metrics of a trained model with a modality, or random rows of it, missing",
       {"mmim robustness runs/mmim-mosi-1111", "mmim robustness runs/mmim-mosi-1111 --metric Corr --row-draws 0",
        "mmim robustness runs/mmim-mosi-1111 data/mosi --json > curves.json"},
       robustness_command},
      {"cases",
       "single utterances: truth, prediction and, of MMIM, what each modality says",
       {"mmim cases runs/mmim-mosi-1111", "mmim cases runs/mmim-mosi-1111 --id 03bSnISJMiM_1 03bSnISJMiM_2",
        "mmim cases runs/mmim-mosi-1111 data/mosi --pick 5 --output cases.json"},
       cases_command},
      {"compare",
       "two systems on the same test set: differences, intervals, p-values, and where they differ most",
       {"mmim compare runs/mmim-mosi-1111 runs/text-only-mosi-1111",
        "mmim compare runs/table2/mmim-mosi runs/table2/tfn-mosi --top 20",
        "mmim compare docs/results/table2-mosi/mmim-mosi docs/results/table2-mosi/tfn-mosi",
        "mmim compare runs/a runs/b --json"},
       compare_command},
      {"describe",
       "models, metrics, presets and options; or a run: its configuration, parameters and shapes",
       {"mmim describe options", "mmim describe options --model mmim --markdown", "mmim describe runs/mmim-mosi-1111"},
       describe_command},
      {"import",
       "read a published data file into a data-set folder",
       {"mmim import unaligned_50.pkl data/mosi",
        "mmim import mosi_data_noalign.pkl data/mosi --labels MOSI-label.csv --lengths zero_rows_counted",
        "mmim import my_features data/mine --split 70/10/20", "mmim import synthetic data/synthetic --utterances 2000"},
       import_command},
      {"extract",
       "clips of sound or video become streams of features, a folder of clips becomes a data set",
       {"mmim extract clip.mp4 --text \"what a great film\"", "mmim extract talk.wav --acoustic-csv talk.csv",
        "mmim extract clip.mp4 --words clip.srt --plot clip.svg", "mmim extract clips data/clips --jobs 2",
        "mmim extract clips data/clips --rows words --split 70/10/20"},
       extract_command},
      {"import-weights",
       "a checkpoint of published code becomes a model folder",
       {"mmim import-weights mmim-mosi.pth models/mmim --data data/mosi --vocab models/bert-base-uncased",
        "mmim import-weights tfn-mosi.pth models/tfn --model tfn --data data/mosi --text.encoder bert-base-uncased",
        "mmim import-weights mult-mosi.pth models/mult --model mult --config configs/baselines/mult_mosi.toml "
        "--data data/mosi --text.encoder bert-base-uncased"},
       import_weights_command},
      {"inspect",
       "what a data file or data-set folder holds",
       {"mmim inspect unaligned_50.pkl", "mmim inspect mosi_data_noalign.pkl --labels MOSI-label.csv",
        "mmim inspect data/mosi --json"},
       inspect_command},
      {"bench",
       "time and memory of training against plain LibTorch, and against what this machine can do at most",
       {"mmim bench", "mmim bench epoch lstm --rounds 3",
        "mmim bench --data data/mosi --text.encoder bert-base-uncased --epoch", "mmim bench --scaling --geometry mini",
        "mmim bench --json --quiet > bench.json"},
       bench_command},
      {"version",
       "version of the program, of LibTorch and the machine as it is used",
       {"mmim version"},
       version_command},
  };
  return entries;
}

Action version_command(CLI::App&) {
  return [] {
    prepare_machine(0);
    std::cout << "mmim " << program_version() << " (" << say_machine(device_of("auto")) << ")\n";
    const UsableCores cores = usable_cores();
    std::cout << "threads: " << cores.count << ", since " << cores.reason << "; " << say_waiting() << "\n";
    return 0;
  };
}

namespace {

std::string footer_of(const CommandEntry& entry) {
  std::string text = (entry.notes.empty() ? "" : entry.notes + "\n\n") + "Examples:";
  for (const std::string& example : entry.examples) text += "\n  " + example;
  return text;
}

void refuse_unknown_command(int count, const char* const* words) {
  if (count < 2 || words[1][0] == '-') return;
  std::vector<std::string> known;
  for (const CommandEntry& entry : commands()) known.push_back(entry.name);
  if (std::find(known.begin(), known.end(), words[1]) != known.end()) return;
  const std::string hint = did_you_mean(words[1], known);
  throw UsageError("unknown command `" + std::string(words[1]) + "`" +
                   (hint.empty() ? "; there are " + listing(known) : hint));
}

/// Everything printed has to have arrived. A reader that went away (`| head`) is no error.
void finish_output() {
  std::cout.flush();
  if (std::cout) return;
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  const bool reader_gone = ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR);
  if (!reader_gone) throw Error("standard output: not everything could be written (is the disk full?)");
}

}  // namespace

int run_program(int count, const char* const* words) {
  if (count == 3 && words[1] == std::string(kJobCommand)) return do_job(words[2]);
  CLI::App program("Multimodal sentiment analysis by mutual-information maximisation (MMIM), in C++ on LibTorch.",
                   "mmim");
  program.set_version_flag("--version", "mmim " + program_version());
  program.require_subcommand(1);
  program.footer("`mmim COMMAND --help` shows the arguments of a command with examples.");
  program.get_formatter()->column_width(30);
  std::map<std::string, Action> actions;
  for (const CommandEntry& entry : commands()) {
    CLI::App& command = *program.add_subcommand(entry.name, entry.purpose);
    command.footer(footer_of(entry));
    command.allow_extras();  // so that unknown ones can be answered with the nearest known
    actions[entry.name] = entry.add(command);
  }
  if (count < 2) {
    std::cerr << program.help();
    return 2;
  }
  refuse_unknown_command(count, words);
  try {
    program.parse(count, words);
  } catch (const CLI::Success& asked) {
    program.exit(asked, std::cout, std::cerr);
    finish_output();
    return 0;
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  const CLI::App& chosen = *program.get_subcommands().front();
  const int code = actions.at(chosen.get_name())();
  finish_output();
  return code;
}

}  // namespace mmim
