#pragma once
#include <filesystem>
#include <initializer_list>
#include <string>

namespace mmim {

/// What commands write into folders. A folder is of a kind by the record that the command leaves in it. A command
/// writes its record before any other file, so that the folder of a command that was killed is known.
enum class FolderKind { dataset, clips, model, run, cell, experiment, search, report, evaluation };

/// The rule for every command that writes into a folder, checked before anything is written: the folder is new, empty
/// (a kill in the first write leaves nothing that counts), or of `kind`. A data set or model, which is replaced whole,
/// has nothing else beside it. In a folder of a kind of `also` the names that the command writes are free. UsageError
/// says what lies there and what to do; Error has the system's reason where the folder cannot be made or written.
void expect_own_folder(const std::filesystem::path& folder, FolderKind kind,
                       std::initializer_list<FolderKind> also = {});

/// The last part of that rule alone: nothing that another program made lies under the names that the command writes.
void expect_free_names(const std::filesystem::path& folder, FolderKind kind);

/// The rule for what never goes on in a folder that is there: the folder is new or empty.
void expect_new_folder(const std::filesystem::path& folder, FolderKind kind);

/// The rule for a command that writes one file, replacing a file: UsageError where `file` is a folder, or a file that a
/// run, a data set or another kind consists of; Error where the folder of `file` is missing or cannot be written.
void expect_file(const std::filesystem::path& file);

/// Whether a command that writes `kind` has left its record in the folder.
bool is_of_kind(const std::filesystem::path& folder, FolderKind kind);

/// "experiment (experiment.json)": what a folder holds, by the first record that is found; else the names of what lies
/// there, "notes.txt and 3 more".
std::string what_lies_in(const std::filesystem::path& folder);

}  // namespace mmim
