#include "extract/align/pronunciation.h"

#ifdef MMIM_HAS_FLITE
#include <flite/flite.h>

#include <memory>
#include <mutex>

#include "core/letters.h"

extern "C" cst_lexicon* cmu_lex_init();  // no header of flite declares it
#endif

namespace mmim {

#ifdef MMIM_HAS_FLITE

std::string guessed_phones(const std::string& word) {
  static std::mutex one_at_a_time;  // the lexicon keeps state
  const std::lock_guard<std::mutex> lock(one_at_a_time);
  const std::unique_ptr<cst_val, void (*)(cst_val*)> list(lex_lookup(cmu_lex_init(), word.c_str(), nullptr, nullptr),
                                                          delete_val);
  std::string phones;
  for (const cst_val* item = list.get(); item; item = val_cdr(item)) {
    std::string phone = in_lower_case(val_string(val_car(item)));
    if (!phone.empty() && phone.back() >= '0' && phone.back() <= '9') phone.pop_back();  // stress
    if (phone == "ax") phone = "ah";
    for (char& c : phone) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    phones += (phones.empty() ? "" : " ") + phone;
  }
  return phones;
}

#else

std::string guessed_phones(const std::string&) { return ""; }

#endif

}  // namespace mmim
