#pragma once
#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/keys.h"

namespace mmim {

/// What a file is made of, and so in which ways it can be damaged.
enum class Form { bytes, text, json };

/// Damage to the bytes of a file, each kind by itself, drawn from one key.
class Damage {
 public:
  explicit Damage(uint64_t key) : draws_(subkey(key, "mutation")) {}

  /// One kind of damage to bytes of any meaning; `other`: a second file, of which a piece may be taken.
  void bytes(std::string& file, const std::string& other) {
    if (file.empty()) file.assign(1, static_cast<char>(draws_.below(256)));
    const size_t at = place(file), to = place(file), length = 1 + draws_.below(64);
    switch (draws_.below(10)) {
      case 0:
        return file.resize(draws_.below(file.size()));
      case 1:
        for (uint64_t i = draws_.below(8) + 1; i > 0; --i)
          file[place(file)] ^= static_cast<char>(1u << draws_.below(8));
        return;
      case 2:
        for (uint64_t i = draws_.below(4) + 1; i > 0; --i) file[place(file)] = static_cast<char>(draws_.below(256));
        return;
      case 3:
      case 4:
        return number(file, at);
      case 5: {
        const std::string piece = file.substr(at, length);
        for (uint64_t i = draws_.below(4) == 0 ? 50 : 1; i > 0; --i) file.insert(to, piece);
        return;
      }
      case 6:
        file.erase(at, draws_.below(8) == 0 ? file.size() / 2 : length);
        return;
      case 7: {  // two regions change places
        const std::string here = file.substr(at, length), there = file.substr(to, length);
        file.replace(at, here.size(), there);
        file.replace(std::min(to, file.size()), there.size(), here);
        return;
      }
      case 8:
        std::fill_n(file.begin() + static_cast<int64_t>(at), std::min(length, file.size() - at),
                    static_cast<char>(draws_.below(2) == 0 ? 0 : 255));
        return;
      default:
        return splice(file, other);
    }
  }

  /// One kind of damage to lines, fields, numbers or characters.
  void text(std::string& file) {
    switch (draws_.below(6)) {
      case 0:
      case 1:
        return lines(file);
      case 2:
        return separators(file);
      case 3:
        return word(file);
      default:
        file.insert(file.empty() ? 0 : draws_.below(file.size() + 1), odd_text());
    }
  }

  /// One value of a JSON tree replaced, doubled, renamed or taken away.
  void json(Json& tree) {
    Json* node = &tree;
    Json* parent = nullptr;
    for (uint64_t depth = 1 + draws_.below(6); depth > 0 && node->is_structured() && !node->empty(); --depth) {
      parent = node;
      node = &*std::next(node->begin(), static_cast<int64_t>(draws_.below(node->size())));
    }
    const uint64_t kind = draws_.below(5);
    if (parent && parent->is_array() && kind == 0) return parent->push_back(Json(*node));
    if (parent && kind == 1) return take_away(*parent, node);
    if (parent && parent->is_object() && kind == 2) {
      const Json copy = *node;
      const std::string key = std::next(parent->begin(), static_cast<int64_t>(draws_.below(parent->size()))).key();
      (*parent)[key + "x"] = copy;
      return;
    }
    if (parent && kind == 3) {
      const Json copy = *std::next(parent->begin(), static_cast<int64_t>(draws_.below(parent->size())));
      *node = copy;
      return;
    }
    *node = odd_value();
  }

  uint64_t below(uint64_t limit) { return draws_.below(limit); }

 private:
  /// Headers are where damage matters: half of the places lie in the first or last 256 bytes.
  size_t place(const std::string& file) {
    if (file.empty()) return 0;
    const uint64_t near = std::min<uint64_t>(file.size(), 256), kind = draws_.below(4);
    if (kind == 0) return draws_.below(near);
    return kind == 1 ? file.size() - 1 - draws_.below(near) : draws_.below(file.size());
  }

  /// A whole number of 1, 2, 4 or 8 bytes, in either order of bytes, becomes an extreme one.
  void number(std::string& file, size_t at) {
    constexpr std::array<uint64_t, 17> kExtreme{0,          1,          0x7F,       0x80,       0xFF,       0x7FFF,
                                                0x8000,     0xFFFF,     0x7FFFFFFF, 1u << 31,   0xFFFFFFFF, INT64_MAX,
                                                1ull << 63, UINT64_MAX, 1u << 30,   1ull << 40, 1ull << 61};
    const size_t width = std::min(size_t{1} << draws_.below(4), file.size() - at);
    uint64_t value = kExtreme[draws_.below(kExtreme.size())];
    if (draws_.below(2) == 0) value = __builtin_bswap64(value) >> (64 - 8 * width);
    std::memcpy(file.data() + at, &value, width);
  }

  void splice(std::string& file, const std::string& other) {
    if (other.empty()) return;
    const size_t at = place(file), from = place(other);
    if (draws_.below(2) == 0) file.resize(at);
    file.insert(at, other.substr(from, 1 + draws_.below(4096)));
  }

  static std::vector<std::string> split_lines(const std::string& file) {
    std::vector<std::string> lines;
    for (size_t from = 0; from < file.size();) {
      const size_t end = std::min(file.find('\n', from), file.size() - 1);
      lines.push_back(file.substr(from, end + 1 - from));
      from = end + 1;
    }
    return lines;
  }

  void lines(std::string& file) {
    std::vector<std::string> lines = split_lines(file);
    if (lines.empty()) return;
    const auto line = [&] { return lines.begin() + static_cast<int64_t>(draws_.below(lines.size())); };
    const std::string copy = *line();
    switch (draws_.below(4)) {
      case 0:
        lines.erase(line());
        break;
      case 1:
        lines.insert(line(), draws_.below(4) == 0 ? 1 + (1 << 16) / (1 + copy.size()) : 1, copy);  // at most 64 KiB
        break;
      case 2:
        std::iter_swap(line(), line());
        break;
      default: {  // one long line
        std::string& longer = *line();
        while (!longer.empty() && (longer.back() == '\n' || longer.back() == '\r')) longer.pop_back();
        longer += copy;
      }
    }
    file.clear();
    for (const std::string& one : lines) file += one;
  }

  void separators(std::string& file) {
    constexpr std::string_view kSigns = ",;\t|:=\"'[]{}()\r\n ";
    const char from = kSigns[draws_.below(kSigns.size())], to = kSigns[draws_.below(kSigns.size())];
    const bool every = draws_.below(2) == 0;
    size_t at = file.find(from, file.empty() ? 0 : draws_.below(file.size()));
    if (every) return std::replace(file.begin(), file.end(), from, to);
    if (at != file.npos) file[at] = to;
  }

  /// A word or number becomes another thing.
  void word(std::string& file) {
    constexpr std::string_view kOf = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._";
    const size_t at = file.find_first_of(kOf, file.empty() ? 0 : draws_.below(file.size()));
    if (at == file.npos) return;
    const size_t end = std::min(file.find_first_not_of(kOf, at), file.size());
    file.replace(at, end - at, odd_text());
  }

  std::string odd_text() {
    constexpr std::string_view kNumbers =
        "nan NaN inf -inf Infinity 1e999 -1e999 1e-400 0 -0 -1 007 1_000 0x10 2147483647 2147483648 4294967296 "
        "9223372036854775807 9223372036854775808 -9223372036854775808 18446744073709551616 1e18 1.5 null true ";
    constexpr std::array<std::string_view, 26> kTexts{"",
                                                      " ",
                                                      "\t",
                                                      "\n",
                                                      "\r\n",
                                                      "\\",
                                                      "\"",
                                                      "\"\"",
                                                      "'",
                                                      "\\u0000",
                                                      "\\ud800",
                                                      "\xFF",
                                                      "\xC0\x80",
                                                      "\xED\xA0\x80",
                                                      "\xF4\x90\x80\x80",
                                                      "\xE2\x82",
                                                      "\xEF\xBB\xBF",
                                                      "\xFF\xFE",
                                                      {"\0", 1},
                                                      "\xE2\x80\xA8",
                                                      "\xC3\xA9",
                                                      "\xE4\xBD\xA0\xE5\xA5\xBD",
                                                      "../../x",
                                                      "__proto__",
                                                      "\x1B[31m",
                                                      "%s%n"};
    switch (draws_.below(10)) {
      case 0:
        return std::string(300, "[{a9"[draws_.below(4)]);
      case 1:
      case 2:
      case 3:
      case 4: {
        const size_t begin = kNumbers.rfind(' ', draws_.below(kNumbers.size() - 1));
        const size_t from = begin == kNumbers.npos ? 0 : begin + 1;
        return std::string(kNumbers.substr(from, kNumbers.find(' ', from) - from));
      }
      default:
        return std::string(kTexts[draws_.below(kTexts.size())]);
    }
  }

  Json odd_value() {
    static const Json kOdd = Json::parse(R"([null, true, false, 0, -1, 1, 0.5, -0.5, 1e300, -1e300, 1e-320, 3000000000,
      9223372036854775807, -9223372036854775808, 18446744073709551615, "", "x", "\n", [], {}, [null], [1, "x"], [[]],
      {"x": 1}, {"value": null}])");
    if (draws_.below(8) == 0)
      return Json::parse(Json(odd_text()).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return kOdd[draws_.below(kOdd.size())];
  }

  static void take_away(Json& parent, const Json* node) {
    for (auto at = parent.begin(); at != parent.end(); ++at)
      if (&*at == node) {
        parent.erase(at);
        return;
      }
  }

  KeyedDraws draws_;
};

/// One damaged version of `file`, a function of `key`: mostly one piece of damage, sometimes up to four. `form` says
/// what else than bytes can be damaged; of `other`, a second file, a piece may be taken.
inline std::string mutated(const std::string& file, uint64_t key, Form form = Form::bytes,
                           const std::string& other = "") {
  Damage damage(key);
  std::string bytes = file;
  for (uint64_t count = damage.below(2) == 0 ? 1 : 1 + damage.below(4); count > 0; --count) {
    if (form == Form::bytes || damage.below(4) == 0) {
      damage.bytes(bytes, other);
    } else if (form == Form::json && damage.below(3) != 0 && Json::accept(bytes)) {
      Json tree = Json::parse(bytes);
      damage.json(tree);
      bytes = tree.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
    } else {
      damage.text(bytes);
    }
  }
  return bytes;
}

}  // namespace mmim
