#pragma once
#include <string>

namespace mmim {

/// How a word outside of the dictionary is said, as phones of CMU's dictionary: "K AE T". From the letter-to-sound
/// rules of flite; "" when the program was built without flite.
std::string guessed_phones(const std::string& word);

}  // namespace mmim
