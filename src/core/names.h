#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace mmim {

enum class Modality { text, visual, acoustic };
inline constexpr std::array<Modality, 3> kModalities{Modality::text, Modality::visual, Modality::acoustic};

/// "text", "visual" or "acoustic".
std::string word(Modality modality);

/// One value for each modality.
template <class T>
struct PerModality {
  T text{}, visual{}, acoustic{};
  T& operator[](Modality m) { return m == Modality::text ? text : m == Modality::visual ? visual : acoustic; }
  const T& operator[](Modality m) const {
    return m == Modality::text ? text : m == Modality::visual ? visual : acoustic;
  }
};

/// The word of `known` nearest to `word` by edit distance, or "" if none is near enough to be a slip of the hand.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// " (did you mean `x`?)" for the nearest known word, or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// A name as a part of a file name: lower case, everything but letters, digits and points a dash; "data" for none.
std::string file_word(const std::string& name);

/// "a, b and c".
std::string listing(const std::vector<std::string>& words);

}  // namespace mmim
