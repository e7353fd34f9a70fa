#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace mmim {

/// JSON that keeps the order in which keys were written.
using Json = nlohmann::ordered_json;

/// Whether brackets and braces outside strings nest deeper than `depth`. Values nested a hundred thousand deep would
/// exhaust the stack wherever they are copied, printed or destroyed: look before parsing what a stranger wrote.
bool nests_deeper(std::string_view text, int depth);

/// Parses `text`; throws DataError "`where`: ..." with the byte at which it stops being JSON, or when it nests
/// deeper than 100.
Json parse_json(const std::string& text, const std::string& where);

/// Reads a JSON file; throws DataError if it is missing or malformed.
Json read_json(const std::filesystem::path& path);

/// Writes `value` indented by two, through write_file_atomically.
void write_json(const std::filesystem::path& path, const Json& value);

/// Reads a TOML file into JSON; throws ConfigError with line and column.
Json read_toml(const std::filesystem::path& path);

/// Parses TOML text into JSON; `where` names it in errors. A number may begin with its point: .3 is 0.3.
Json parse_toml(const std::string& text, const std::string& where);

/// The TOML text of a JSON object of tables (no nulls); read_toml of it gives the same values back, numbers bit for
/// bit. Numbers stand as people write them: 0.3, 5e-05.
std::string to_toml(const Json& object);

}  // namespace mmim
