#include "experiments/table_reader.h"

#include <vector>

#include "core/error.h"
#include "core/names.h"

namespace mmim {

void read_table(const Json& table, const std::string& where, const KeyReaders& readers) {
  if (!table.is_object()) throw ConfigError(where + ": a table is wanted, not " + table.dump());
  std::vector<std::string> known;
  for (const auto& [key, unused] : readers) known.push_back(key);
  for (const auto& [key, value] : table.items()) {
    const auto reader = readers.find(key);
    if (reader == readers.end())
      throw ConfigError(where + ": there is no key `" + key + "`" + did_you_mean(key, known) + "; there are " +
                        listing(known));
    try {
      reader->second(value);
    } catch (const nlohmann::json::exception&) {
      throw ConfigError(where + ": key `" + key + "` cannot be " + value.dump());
    }
  }
}

}  // namespace mmim
