#include "corpus/layouts/table_splits.h"

#include <algorithm>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/say.h"
#include "corpus/split_shares.h"
#include "corpus/video.h"

namespace mmim {

namespace {

std::string video_of_row(const UtteranceRow& row) { return std::string(video_of(row.id)); }

[[noreturn]] void refuse_without_splits(const UtteranceTable& table, int64_t open) {
  const std::string file = table.files[0].string();
  if (open == static_cast<int64_t>(table.rows.size()) && table.split_column.empty())
    throw DataError(file + ": has no column of splits; its header has " + table.header +
                    "; `--split 70/10/20` draws train, valid and test by video, `--columns split=NAME` names a column");
  const auto first =
      std::find_if(table.rows.begin(), table.rows.end(), [](const UtteranceRow& row) { return !row.split; });
  throw DataError(
      sentence("{}: has no split, as {} of {} rows; `--split 70/10/20` draws the splits of such rows by video",
               first->place, open, table.rows.size()));
}

void record(const SplitShares& shares, const TableOptions& options, int64_t drawn, size_t videos, DatasetInfo& info) {
  info.extra["split_drawn"] = {{"by", "video"},
                               {"shares", {shares.of[0], shares.of[1], shares.of[2]}},
                               {"seed", options.split_seed},
                               {"utterances", drawn},
                               {"videos", videos}};
  info.note("split_drawn", drawn,
            sentence("the splits of {} were drawn by video ({}) as {} with seed {}; `--split-seed` draws others",
                     say_count(drawn, "utterance"), say_count(static_cast<int64_t>(videos), "video"), shares.say(),
                     options.split_seed));
}

}  // namespace

void settle_splits(UtteranceTable& table, const TableOptions& options, DatasetInfo& info) {
  std::map<std::string, SplitName> stated;
  std::map<std::string, int64_t> open;
  std::array<int64_t, 3> sizes{};
  for (const UtteranceRow& row : table.rows)
    if (row.split) stated.emplace(video_of_row(row), *row.split);
  int64_t rows_open = 0;
  for (UtteranceRow& row : table.rows) {
    const auto known = stated.find(video_of_row(row));
    rows_open += !row.split;
    if (!row.split && known == stated.end()) ++open[video_of_row(row)];
    if (const auto split = row.split ? row.split : known == stated.end() ? std::nullopt : std::optional(known->second))
      ++sizes[static_cast<size_t>(*split)];
  }
  if (rows_open == 0 && options.split.empty()) return;
  if (rows_open == 0)
    throw UsageError("--split: " + table.files[0].string() + " has splits of its own " +
                     (table.split_column.empty() ? "by the names of its files, so leave --split out"
                                                 : "in the column " + table.split_column +
                                                       ", so leave --split out; `--columns split=` leaves the column "
                                                       "unread and draws the splits anew"));
  if (options.split.empty()) refuse_without_splits(table, rows_open);

  const SplitShares shares = SplitShares::of_words(options.split);
  std::vector<DrawnVideo> videos;
  for (const auto& [video, utterances] : open) videos.push_back({video, utterances});
  const auto drawn = draw_splits(std::move(videos), sizes, shares, options.split_seed, table.files[0].string());
  for (UtteranceRow& row : table.rows) {
    if (row.split) continue;
    const std::string video = video_of_row(row);
    const auto known = stated.find(video);
    row.split = known == stated.end() ? drawn.at(video) : known->second;
  }
  record(shares, options, rows_open, drawn.size(), info);
}

}  // namespace mmim
