#include <cstdio>
#include <set>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/predict_clip.h"
#include "cli/json_lines.h"
#include "core/error.h"
#include "core/own_folder.h"
#include "extract/media/media_file.h"
#include "predict/predictor.h"
#include "results/unfinished.h"
#include "tensor/device.h"

namespace mmim {

namespace {

constexpr size_t kBatch = 32;

struct PredictArguments {
  std::string model, input = "-", output, device = "auto";
  int threads = 0;
  bool keep_going = false;
  ClipArguments clip;
};

/// One line of input: what to score, or what was wrong with it.
struct Entry {
  Request request;
  Json complaint;  ///< null: none
};

/// Says once for each stream that it was absent.
class Absences {
 public:
  void see(const Request& request, const Predictor& predictor, const std::string& where) {
    for (const Modality modality : kModalities) {
      if (!request.absent[modality] || said_[modality] || !predictor.reads(modality)) continue;
      std::fprintf(stderr, "mmim: %s: no `%s`: the stream is treated as length zero (said once)\n", where.c_str(),
                   word(modality).c_str());
      said_[modality] = true;
    }
  }

 private:
  PerModality<bool> said_{};
};

/// Says once what became of keys and rows.
class Remarks {
 public:
  void see(const Request& request, const std::string& where) {
    for (const Request::Remark& remark : request.remarks)
      if (said_.insert(remark.what).second)
        std::fprintf(stderr, "mmim: %s: %s (said once)\n", where.c_str(), remark.sentence.c_str());
  }

 private:
  std::set<std::string> said_;
};

/// False when nobody reads standard output any more.
bool answer_all(const Predictor& predictor, const std::vector<Entry>& entries, LineWriter& out) {
  std::vector<Request> requests;
  for (const Entry& entry : entries)
    if (entry.complaint.is_null()) requests.push_back(entry.request);
  const std::vector<Json> answers = predictor.answer(requests);
  auto next = answers.begin();
  for (const Entry& entry : entries)
    if (!out.write(entry.complaint.is_null() ? *next++ : entry.complaint)) return false;
  out.flush();
  return true;
}

Entry read_entry(const RequestReader& reader, const PredictArguments& given, const Predictor& predictor,
                 Absences& absences, Remarks& remarks) {
  try {
    Entry entry{predictor.read(reader.parse(), reader.where()), nullptr};
    absences.see(entry.request, predictor, reader.where());
    remarks.see(entry.request, reader.where());
    return entry;
  } catch (const DataError& error) {
    if (!given.keep_going) throw;
    return {{}, Json{{"line", reader.number()}, {"error", error.what()}}};
  }
}

bool is_clip(const std::string& input) { return input != "-" && is_media(input); }

int predict(const PredictArguments& given) {
  if (!given.output.empty()) expect_file(given.output);
  if (std::error_code code; std::filesystem::equivalent(given.input, given.output, code))
    throw UsageError("--output " + given.output + ": is the file of requests, which would be replaced; name another");
  prepare_machine(given.threads);
  const Predictor predictor(given.model, device_of(given.device));
  if (const std::string unfinished = say_unfinished(given.model); !unfinished.empty())
    std::fprintf(stderr, "mmim: %s\n", unfinished.c_str());
  if (is_clip(given.input)) return predict_clip(predictor, given.input, given.clip, given.output, given.threads);
  RequestReader reader(given.input);
  LineWriter out(given.output);
  Absences absences;
  Remarks remarks;
  std::vector<Entry> entries;
  std::string mark = predictor.mark();
  const auto answer_entries = [&] {
    if (!mark.empty() && !entries.empty()) std::fprintf(stderr, "mmim: the model's training: %s\n", mark.c_str());
    if (!entries.empty()) mark.clear();
    return answer_all(predictor, entries, out);
  };
  while (reader.next()) {
    try {
      entries.push_back(read_entry(reader, given, predictor, absences, remarks));
    } catch (const DataError&) {
      answer_entries();  // the good lines before the bad one
      throw;
    }
    if (entries.size() < kBatch && !reader.would_wait()) continue;
    if (!answer_entries()) return 0;
    entries.clear();
  }
  answer_entries();
  out.finish();
  return 0;
}

}  // namespace

Action predict_command(CLI::App& command) {
  auto given = std::make_shared<PredictArguments>();
  command.add_option("MODEL", given->model, "run folder or model folder")->required();
  command.add_option("FILE", given->input,
                     "a clip of sound or video; or JSON lines, or one JSON array; -: standard input (default)");
  command.add_option("--output", given->output, "file for the answers, which appears whole (default: standard output)");
  command.add_flag("--keep-going", given->keep_going, "answer a bad line with {\"line\": N, \"error\": ...} and go on");
  command.add_option("--device", given->device, "auto (default), cpu, cuda or cuda:N");
  command.add_option("--threads", given->threads, "CPU threads (default: all that it may use; `mmim version`)")
      ->check(CLI::Range(0, 4096));
  add_clip_arguments(command, given->clip);
  return [given, &command] {
    refuse_leftovers(command);
    if (is_clip(given->input))
      refuse_given(command, {"--keep-going"}, "JSON lines, and " + given->input + " is a clip");
    else
      refuse_clip_arguments(command, given->input);
    return predict(*given);
  };
}

}  // namespace mmim
