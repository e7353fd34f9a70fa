#include "experiments/table/table_reader.h"

#include "core/error.h"
#include "core/names.h"

namespace mmim {

void check_whole(const Json& value) {
  for (const Json& one : value.is_array() ? value : Json::array({value}))
    if (!one.is_number_integer()) static_cast<void>(one.get_ref<const Json::number_integer_t&>());
}

namespace {

/// `model` at the top of a file or in a row: options of a run, which stand elsewhere.
void refuse_key_of_a_run(const std::string& key, const std::string& where) {
  if (key != "model" && key != "preset" && key != "train") return;
  if (where.ends_with(".toml"))
    throw ConfigError(where + ": has `" + key + "` and is the configuration of a run: `mmim train --config " + where +
                      "` runs it");
  throw ConfigError(where + ": `" + key + "` is an option of a run: it stands below `options`, as `options." + key +
                    "`");
}

}  // namespace

void read_table(const Json& table, const std::string& where, const KeyReaders& readers) {
  if (!table.is_object()) throw ConfigError(where + ": a table is wanted, not " + table.dump());
  std::vector<std::string> known;
  for (const auto& [key, unused] : readers) known.push_back(key);
  for (const auto& [key, value] : table.items()) {
    const auto reader = readers.find(key);
    if (reader == readers.end()) refuse_key_of_a_run(key, where);
    if (reader == readers.end())
      throw ConfigError(where + ": there is no key `" + key + "`" + did_you_mean(key, known) + "; there are " +
                        listing(known));
    try {
      reader->second(value);
    } catch (const nlohmann::json::exception&) {
      throw ConfigError(where + ": key `" + key + "` cannot be " + value.dump());
    } catch (const ConfigError& error) {
      const std::string sentence = error.what();
      if (sentence.starts_with(where)) throw;
      throw ConfigError(where + ": " + sentence);
    }
  }
}

}  // namespace mmim
