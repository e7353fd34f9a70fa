#include "corpus/split_shares.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/keys.h"
#include "core/sentence.h"
#include "corpus/say.h"
#include "formats/number_table.h"

namespace mmim {

namespace {

constexpr int64_t kMillion = 1'000'000;

[[noreturn]] void refuse_shares(const std::string& words, const std::string& why) {
  throw UsageError("--split `" + words + "`: " + why +
                   "; the shares of train, valid and test are wanted, such as 70/10/20");
}

}  // namespace

SplitShares SplitShares::of_words(const std::string& words) {
  std::vector<double> numbers;
  for (size_t begin = 0; begin <= words.size();) {
    const size_t end = std::min(words.find_first_of("/,:;", begin), words.size());
    const std::string word = words.substr(begin, end - begin);
    double number = 0;
    if (!parse_number(word, number) || !std::isfinite(number) || number < 0)
      refuse_shares(words, "`" + word + "` is no share");
    numbers.push_back(number);
    begin = end + 1;
  }
  if (numbers.size() != 3)
    refuse_shares(words, say_count(static_cast<int64_t>(numbers.size()), "number") + " in the place of three");
  const double sum = numbers[0] + numbers[1] + numbers[2];
  constexpr std::array kWholes{1.0, 10.0, 100.0};
  const bool whole = std::any_of(kWholes.begin(), kWholes.end(),
                                 [&](double wanted) { return std::abs(sum - wanted) < 1e-6 * wanted; });
  if (!whole) refuse_shares(words, "the shares add up to " + say_number(sum) + " and not to 100");
  return {{numbers[0] / sum, numbers[1] / sum, numbers[2] / sum}};
}

std::string SplitShares::say() const {
  return say_number(100 * of[0]) + "/" + say_number(100 * of[1]) + "/" + say_number(100 * of[2]);
}

std::map<std::string, SplitName> draw_splits(std::vector<DrawnVideo> videos, const std::array<int64_t, 3>& stated,
                                             const SplitShares& shares, int64_t seed, const std::string& where) {
  std::vector<SplitName> open;  // splits of which each wants a video first
  for (const SplitName split : kSplits)
    if (shares.of[static_cast<size_t>(split)] > 0 && stated[static_cast<size_t>(split)] == 0) open.push_back(split);
  if (videos.size() < open.size())
    throw DataError(sentence("{}: has {}, too few to draw {} splits of {}", where,
                             say_count(static_cast<int64_t>(videos.size()), "video"), open.size(), shares.say()));
  std::sort(videos.begin(), videos.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  int64_t total = stated[0] + stated[1] + stated[2];
  for (const DrawnVideo& video : videos) total += video.utterances;

  std::array<int64_t, 3> lacking{};  // in millionths of an utterance: whole numbers are alike on every machine
  for (size_t k = 0; k < 3; ++k) lacking[k] = std::llround(kMillion * shares.of[k]) * total - kMillion * stated[k];
  const auto most_lacking = [&] {
    SplitName most = kSplits[0];
    for (const SplitName split : kSplits) {
      const auto k = static_cast<size_t>(split), best = static_cast<size_t>(most);
      if (shares.of[k] > 0 && (shares.of[best] == 0 || lacking[k] > lacking[best])) most = split;
    }
    return most;
  };
  std::map<std::string, SplitName> drawn;
  const auto key = subkey(subkey(0, "split by video"), static_cast<uint64_t>(seed));
  for (const int64_t at : permutation(static_cast<int64_t>(videos.size()), key)) {
    const DrawnVideo& video = videos[static_cast<size_t>(at)];
    const size_t next = drawn.size();
    const SplitName split = next < open.size() ? open[next] : most_lacking();
    lacking[static_cast<size_t>(split)] -= kMillion * video.utterances;
    drawn.emplace(video.name, split);
  }
  return drawn;
}

}  // namespace mmim
