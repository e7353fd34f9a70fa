#pragma once
#include <concepts>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace mmim {

/// How a sentence writes a value: text as it is, whole numbers in decimal, paths in full.
inline std::string said(std::string_view text) { return std::string(text); }
template <std::same_as<std::filesystem::path> Path>
std::string said(const Path& path) {
  return path.string();
}
template <std::integral Number>
  requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
std::string said(Number number) {
  return std::to_string(number);
}

/// A sentence with that many {}, counted by the compiler.
template <size_t count>
struct SentencePattern {
  std::string_view text;
  consteval SentencePattern(const char* given) : text(given) {
    size_t found = 0;
    for (size_t at = text.find("{}"); at != text.npos; at = text.find("{}", at + 2)) ++found;
    if (found != count) throw "a sentence has one {} for each part";
  }
};

/// `pattern` with its {} replaced by `parts` in their order.
std::string fill_sentence(std::string_view pattern, std::initializer_list<std::string> parts);

/// sentence("{}: row {} is empty", path, 3): each {} replaced by a part, as said().
template <class... Parts>
std::string sentence(std::type_identity_t<SentencePattern<sizeof...(Parts)>> pattern, const Parts&... parts) {
  return fill_sentence(pattern.text, {said(parts)...});
}

}  // namespace mmim
