#include "predict/request.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/error.h"
#include "corpus/lengths.h"
#include "predict/request_keys.h"

namespace mmim {

namespace {

constexpr const char* kBeyond = "1.7976931348623157e308";  // infinite once it is a float32

/// The word at `at` outside strings and what stands for it in JSON.
struct PythonNumber {
  const char* word;
  const char* json;
};
constexpr std::array<PythonNumber, 2> kPythonNumbers{{{"NaN", "null"}, {"Infinity", kBeyond}}};

std::string with_json_numbers(const std::string& text) {
  if (text.find("NaN") == text.npos && text.find("Infinity") == text.npos) return text;
  std::string plain;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      plain += text.substr(i++, 2);
      continue;
    }
    if (text[i] == '"') quoted = !quoted;
    const auto number = std::find_if(kPythonNumbers.begin(), kPythonNumbers.end(), [&](const PythonNumber& known) {
      return !quoted && text.compare(i, std::string(known.word).size(), known.word) == 0;
    });
    if (number == kPythonNumbers.end()) {
      plain += text[i];
      continue;
    }
    plain += number->json;
    i += std::string(number->word).size() - 1;
  }
  return plain;
}

float value_of(const Json& value, const std::string& here) {
  if (value.is_null()) return std::numeric_limits<float>::quiet_NaN();
  if (!value.is_number()) throw DataError(here + " holds " + value.dump() + ", which is no number");
  return static_cast<float>(value.get<double>());
}

StreamRows parse_rows(const Json& rows, int64_t width, const std::string& key, const std::string& stream,
                      const std::string& where) {
  if (rows.is_string())
    throw DataError(where + ": `" + key +
                    "` is text; a list of rows of features is wanted, and no file is read for them");
  if (!rows.is_array()) throw DataError(where + ": `" + key + "` is not a list of rows");
  StreamRows parsed{.values = {}, .rows = static_cast<int64_t>(rows.size())};
  for (const Json& row : rows) {
    const std::string here = where + ": `" + key + "` row " + std::to_string(&row - &rows[0] + 1);
    if (row.is_null()) {
      parsed.values.insert(parsed.values.end(), static_cast<size_t>(width), std::numeric_limits<float>::quiet_NaN());
      continue;
    }
    if (!row.is_array()) throw DataError(here + " is not a list of numbers");
    if (static_cast<int64_t>(row.size()) != width)
      throw DataError(here + ": the model was trained on " + stream + " " + std::to_string(width) + ", got " +
                      std::to_string(row.size()));
    for (const Json& value : row) parsed.values.push_back(value_of(value, here));
  }
  return parsed;
}

std::string parse_text(const Json& text, const std::string& key, const std::string& where) {
  if (text.is_string()) return text.get<std::string>();
  if (!text.is_array() || text.empty()) throw DataError(where + ": `" + key + "` is not a string");
  std::string words;
  for (const Json& word : text) {
    if (!word.is_string()) throw DataError(where + ": `" + key + "` is neither a string nor a list of words");
    words += (words.empty() ? "" : " ") + word.get<std::string>();
  }
  return words;
}

DatasetInfo info_of(const DataCard& card) {
  DatasetInfo info;
  info.alignment = card.alignment;
  info.streams = card.streams;
  return info;
}

/// What is said of all-zero rows that stay, or "": padding where the training data had none.
std::string say_zero_rows(const RowFacts& facts, const StreamInfo& trained, Alignment alignment, Modality m) {
  const bool ragged = trained.published_length == 0, front = trained.padding == Side::front;
  const int64_t rows = ragged ? facts.leading + facts.trailing : front ? facts.trailing : facts.leading;
  if (facts.empty() || rows == 0 || (ragged && alignment != Alignment::none)) return "";
  const std::string where = ragged ? "the ends" : front ? "the back" : "the front";
  return std::to_string(rows) + " zero rows at " + where + " of `" + word(m) + "` count as rows, since " +
         (ragged ? "the training data had no padding"
                 : "the padding of the training data stood at the " + word(trained.padding));
}

/// Keeps the rows that an import keeps.
void take_rows(StreamRows& stream, Kept kept, const StreamInfo& trained, Modality m,
               std::vector<Request::Remark>& remarks) {
  if (const int64_t off = stream.rows - kept.count; off > 0)
    remarks.push_back({"padding " + word(m), std::to_string(off) + " rows of padding at the " + word(trained.padding) +
                                                 " of `" + word(m) + "` are taken off, as in the training data"});
  const auto begin = stream.values.begin() + kept.begin * trained.width;
  stream.values = std::vector<float>(begin, begin + kept.count * trained.width);
  stream.rows = kept.count;
}

/// Where a row belongs to each word piece, as many rows as pieces stay, even if they are zero.
Kept with_a_row_for_each_piece(Kept kept, int64_t pieces, int64_t rows, const StreamInfo& trained) {
  kept.count = std::min(rows, std::max(kept.count, pieces));
  kept.begin = trained.padding == Side::front ? rows - kept.count : 0;
  return kept;
}

/// What an import does to rows, with the rules of the training data. `pieces`: of the text of an aligned set, or -1.
void import_rows(Request& request, const DataCard& card, int64_t pieces) {
  const DatasetInfo info = info_of(card);
  const UtteranceFacts facts = facts_of(request.utterance, info);
  const LengthRule rule = length_rule_of(card.lengths);
  PerModality<Kept> kept = kept_rows(facts, info, rule);
  for (const Modality m : kRowStreams)
    if (pieces >= 0 && rule == LengthRule::trimmed)
      kept[m] = with_a_row_for_each_piece(kept[m], pieces, request.utterance.streams[m].rows, card.streams[m]);
  for (const Modality m : kRowStreams) {
    StreamRows& stream = request.utterance.streams[m];
    if (card.streams[m].width == 0 || stream.rows == 0) continue;
    take_rows(stream, kept[m], card.streams[m], m, request.remarks);
    if (const std::string zeros = say_zero_rows(facts.streams[m], card.streams[m], card.alignment, m); !zeros.empty())
      request.remarks.push_back({"zero rows " + word(m), zeros});
    const RowFacts& of = facts.streams[m];
    if (const int64_t odd = of.nan + of.positive + of.negative; odd > 0)
      request.remarks.push_back({"not finite " + word(m), std::to_string(odd) + " values of `" + word(m) +
                                                              "` are not finite; they are replaced as in the training "
                                                              "data (" +
                                                              card.non_finite + ")"});
    make_finite(stream.values, non_finite_of(card.non_finite));
  }
}

}  // namespace

Json parse_request_json(const std::string& text, const std::string& where) {
  try {
    return parse_json(with_json_numbers(text), where);
  } catch (const DataError&) {
    const size_t first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos || text[first] == '{' || text[first] == '[') throw;
    throw DataError(where + ": is no JSON; a request is a line such as {\"text\": \"what a great film\"}");
  }
}

Request read_request(const Json& json, const DataCard& card, const std::string& where,
                     const std::function<int64_t(const std::string&)>& count_pieces) {
  if (!json.is_object()) throw DataError(where + ": not a JSON object");
  Request request;
  if (json.contains("id")) request.id = json.at("id");
  RequestFields fields = fields_of(json, where);
  request.remarks = std::move(fields.remarks);
  for (const Modality m : kModalities) request.absent[m] = !fields.streams[m];
  if (request.absent.text && request.absent.visual && request.absent.acoustic)
    throw DataError(where + ": none of `text`, `visual` and `acoustic` is there");
  if (!request.absent.text) request.utterance.text = parse_text(*fields.streams.text, fields.keys.text, where);
  if (fields.context) request.utterance.context = parse_text(*fields.context, "context", where);
  for (const Modality m : kRowStreams)
    if (fields.streams[m] && card.streams[m].width > 0)
      request.utterance.streams[m] =
          parse_rows(*fields.streams[m], card.streams[m].width, fields.keys[m], word(m), where);
  const bool counted = card.alignment == Alignment::pieces && !request.absent.text && count_pieces;
  import_rows(request, card, counted ? count_pieces(request.utterance.text) : -1);
  return request;
}

Request parse_request(const std::string& line, const DataCard& card, const std::string& where) {
  return read_request(parse_request_json(line, where), card, where);
}

}  // namespace mmim
