#pragma once
#include <string>

#include "corpus/utterance.h"
#include "predict/data_card.h"

namespace mmim {

/// An utterance that somebody wants a score of.
struct Request {
  Utterance utterance;
  Json id;  ///< as given; null without one
  PerModality<bool> absent{};
};

/// {"text": "...", "visual": [[...]], "acoustic": [[...]], "id": ...}, other keys ignored. DataError "`where`: ..." for
/// what is not that, for rows of another width than `card`'s and for numbers that float32 does not hold.
Request parse_request(const std::string& line, const DataCard& card, const std::string& where);

}  // namespace mmim
