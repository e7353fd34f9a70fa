#pragma once
#include <functional>
#include <string>
#include <vector>

#include "corpus/utterance.h"
#include "predict/data_card.h"

namespace mmim {

/// An utterance that somebody wants a score of.
struct Request {
  Utterance utterance;
  Json id;  ///< as given; null without one
  PerModality<bool> absent{};
  struct Remark {
    std::string what;      ///< remarks on one thing have one word
    std::string sentence;  ///< what was renamed, dropped or changed
  };
  std::vector<Remark> remarks{};
};

/// JSON as json.dumps of Python writes it: NaN, Infinity and -Infinity count as null and as numbers too large for
/// float32. DataError as parse_json().
Json parse_request_json(const std::string& text, const std::string& where);

/// {"text": "...", "context": "what was said before", "visual": [[...]], "acoustic": [[...]], "id": ...}, also under
/// the names of published files (`vision`, `audio`, `raw_text`); null is absent. Rows are taken as an import of the
/// training data takes them: padding of zeros goes, values that are not finite are replaced. `count_pieces` gives the
/// rows of a text where a row belongs to each word piece. DataError "`where`: ..." for what is not that and for rows of
/// another width than `card`'s.
Request read_request(const Json& json, const DataCard& card, const std::string& where,
                     const std::function<int64_t(const std::string&)>& count_pieces = {});
/// The JSON text of one request.
Request parse_request(const std::string& line, const DataCard& card, const std::string& where);

}  // namespace mmim
