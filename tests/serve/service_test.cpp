#include "serve/service.h"

#include <gtest/gtest.h>

#include <future>

#include "core/error.h"
#include "predict/run.h"
#include "serve/openapi.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

/// A folder with a model that was not trained.
void write_model(const fs::path& folder, int64_t seed) {
  fs::create_directories(folder);
  save_model(folder, prepare_run(RunConfig::resolve(
                                     Json::object(), "",
                                     {"data.synthetic.utterances=40", "text.random.width=16", "text.random.layers=1",
                                      "text.random.heads=2", "text.random.inner=16", "mmim.visual.hidden=8",
                                      "mmim.acoustic.hidden=8", "train.device=cpu", "seed=" + std::to_string(seed)}))
                         ->trained());
}

class ServiceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folders = new ScratchFolder;
    write_model(folders->path / "one", 1);
    write_model(folders->path / "two", 2);
  }
  static void TearDownTestSuite() {
    delete folders;
    folders = nullptr;
  }

  void serve(const std::vector<std::string>& names, ServiceOptions options = {}, bool load = true) {
    std::vector<ModelPlace> places;
    for (const std::string& name : names) places.push_back({name, folders->path / name});
    service = std::make_unique<Service>(options, places, torch::kCPU);
    if (load) service->load();
  }

  HttpResponse ask(HttpRequest request) const {
    std::promise<HttpResponse> answer;
    request.id = "r1";
    request.headers.emplace_back("host", "localhost");
    const HttpHandler handler = service->handler();
    if (const std::optional<HttpResponse> refused = handler.admit(request)) return *refused;
    handler.handle(std::move(request),
                   HttpAnswer([&](HttpResponse response) { answer.set_value(std::move(response)); }));
    return answer.get_future().get();
  }
  HttpResponse post(const std::string& path, const std::string& body,
                    const std::map<std::string, std::string>& query = {},
                    const std::string& type = "application/json") const {
    HttpRequest request{.method = "POST", .path = path, .query = query, .headers = {{"content-type", type}}};
    request.body = HttpBody(body);
    return ask(std::move(request));
  }
  HttpResponse get(const std::string& path) const { return ask({.method = "GET", .path = path}); }
  std::pair<int, std::string> complaint(const HttpResponse& response) const {
    const Json body = Json::parse(response.body);
    return {response.status, body.value("detail", body.value("error", ""))};
  }
  std::string metric(const std::string& start) const {
    const std::string text = get("/metrics").body;
    const size_t at = text.find("\n" + start);
    return at == text.npos ? "" : text.substr(at + 1 + start.size(), text.find('\n', at + 1) - at - 1 - start.size());
  }

  static ScratchFolder* folders;
  std::unique_ptr<Service> service;
};

ScratchFolder* ServiceTest::folders = nullptr;

using Complaint = std::pair<int, std::string>;

TEST_F(ServiceTest, AnswersAsThePredictorDoesAloneAndInLists) {
  serve({"one"});
  const Predictor predictor(folders->path / "one", torch::kCPU);
  const std::vector<std::string> lines{R"({"text": "good film", "id": 7})", R"({"text": "bad"})",
                                       R"({"text": "", "visual": []})"};
  Json list = Json::array();
  for (const std::string& line : lines) {
    const Request request = parse_request(line, predictor.card(), "line");
    const Json wanted = predictor.answer({&request, 1}).front();
    const HttpResponse response = post("/predict", line);
    ASSERT_EQ(response.status, 200) << response.body;
    Json answer = Json::parse(response.body);
    EXPECT_EQ(answer.at("mark"), "SYNTHETIC data, no recordings of people");
    EXPECT_TRUE(answer.contains("remarks"));
    answer.erase("mark");
    answer.erase("remarks");
    EXPECT_EQ(answer.dump(), wanted.dump()) << "to the last digit";
    list.push_back(Json::parse(line));
  }
  const Json together = Json::parse(post("/predict", list.dump()).body);
  ASSERT_EQ(together.size(), 3U);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(together[i], Json::parse(post("/predict", lines[i]).body));
  EXPECT_EQ(Json::parse(post("/predict", "[]").body), Json::array());
}

TEST_F(ServiceTest, SaysWhatIsWrongWithARequest) {
  serve({"one"}, {.queue = {}, .request = {.json = 200, .list = 2, .text = 10, .rows = 3}});
  EXPECT_EQ(complaint(post("/predict", "{")).first, 400);
  EXPECT_EQ(complaint(post("/predict", R"({"text": "a"})", {}, "text/plain")).first, 415);
  EXPECT_EQ(complaint(post("/predict", "\"" + std::string(200, 'a') + "\"")),
            (Complaint{413, "a body of JSON may have at most 200 bytes"}));
  EXPECT_EQ(complaint(post("/predict", R"([{"text": "a"}, {"texts": "a"}])")),
            (Complaint{422, "utterance 2: none of `text`, `visual` and `acoustic` is there"}));
  EXPECT_EQ(complaint(post("/predict", R"([{"text": "a"}, {"text": "a"}, {"text": "a"}])")),
            (Complaint{422, "a list may have at most 2 utterances, not 3"}));
  EXPECT_EQ(post("/predict", R"({"text": "ten bytes."})").status, 200);
  EXPECT_EQ(complaint(post("/predict", R"({"text": "eleven byte"})")),
            (Complaint{422, "the request: `text` has 11 bytes, and at most 10 are taken"}));
  EXPECT_EQ(complaint(post("/predict", R"({"visual": [1]})")),
            (Complaint{422, "the request: `visual` row 1 is not a list of numbers"}));
  const std::string row = "[1,0,0,0,0]";
  EXPECT_EQ(post("/predict", R"({"acoustic": [)" + row + "," + row + "," + row + "]}").status, 200);
  EXPECT_EQ(complaint(post("/predict", R"({"acoustic": [)" + row + "," + row + "," + row + "," + row + "]}")),
            (Complaint{422, "the request: `acoustic` has 4 rows, and at most 3 are taken"}));
  EXPECT_EQ(get("/predict").status, 405);
  EXPECT_EQ(get("/nothing").status, 404);
}

TEST_F(ServiceTest, FindsTheModelThatIsAskedFor) {
  serve({"one", "two"});
  const auto score = [&](const std::string& name) {
    return Json::parse(post("/predict", R"({"text": "good"})", {{"model", name}}).body).at("score");
  };
  EXPECT_NE(score("one"), score("two"));
  EXPECT_EQ(Json::parse(post("/predict", R"({"text": "good", "model": "two"})").body).at("score"), score("two"));
  EXPECT_EQ(complaint(post("/predict", R"({"text": "good"})")).first, 400);
  EXPECT_EQ(complaint(post("/predict", R"({"text": "good"})", {{"model", "three"}})),
            (Complaint{404, "there is no model `three`; GET /info lists the models"}));
  EXPECT_EQ(Json::parse(get("/info").body).at("models").at(1).at("name"), "two");
  EXPECT_EQ(metric(R"(mmim_requests_total{model="two"} )"), "3");
}

TEST_F(ServiceTest, IsReadyOnceItsModelsAreReadAndUntilItEnds) {
  serve({"one"}, {}, false);
  EXPECT_EQ(get("/health").status, 200);
  EXPECT_EQ(get("/ready").status, 503);
  EXPECT_EQ(get("/v2/health/ready").status, 503);
  EXPECT_EQ(complaint(post("/predict", R"({"text": "good"})")), (Complaint{503, "the models are being read"}));
  service->load();
  EXPECT_EQ(get("/ready").status, 200);
  service->end();
  EXPECT_EQ(complaint(get("/ready")), (Complaint{503, "the server is about to end"}));
  EXPECT_EQ(post("/predict", R"({"text": "good"})").status, 200) << "who came is answered";
}

TEST_F(ServiceTest, RefusesWhatItsQueueCannotHold) {
  serve({"one"}, {.queue = {.tokens = 100, .waiting = 1, .delay = 0}});
  const HttpResponse full = post("/predict", R"([{"text": "a"}, {"text": "b"}])");
  EXPECT_EQ(full.status, 429);
  EXPECT_EQ(full.headers.front().first, "Retry-After");
  EXPECT_EQ(metric(R"(mmim_requests_waiting{model="one"} )"), "0");
  EXPECT_EQ(post("/predict", R"([{"text": "a"}])").status, 200);
}

TEST_F(ServiceTest, ReadsModelsAgainAndKeepsWhatCannotBeRead) {
  const fs::path folder = folders->path / "changing";
  write_model(folder, 3);
  serve({"changing"});
  const std::string before = post("/predict", R"({"text": "good"})").body;
  write_model(folder, 4);
  EXPECT_TRUE(service->reload().empty());
  const std::string after = post("/predict", R"({"text": "good"})").body;
  EXPECT_NE(after, before);
  fs::remove(folder / "model.safetensors");
  ASSERT_EQ(service->reload().size(), 1U);
  EXPECT_EQ(post("/predict", R"({"text": "good"})").body, after);
}

TEST_F(ServiceTest, SpeaksTheInferenceProtocol) {
  serve({"one"});
  const Json metadata = Json::parse(get("/v2/models/one").body);
  EXPECT_EQ(metadata.at("inputs").at(1),
            Json::parse(R"({"name": "visual", "datatype": "FP32", "shape": [-1, -1, 20]})"));
  const std::string row = "[" + std::string("1,0,0,0,0") + "]";
  const Json single = Json::parse(post("/predict", R"({"text": "good", "acoustic": [)" + row + "]}").body);
  const std::string body =
      R"({"inputs": [{"name": "text", "shape": [2], "datatype": "BYTES", "data": ["good", "bad"]},
                     {"name": "acoustic", "shape": [2, 2, 5], "datatype": "FP32",
                      "data": [)" +
      row + ",[9,9,9,9,9],[0,2,0,0,0]," + row + R"(]},
                     {"name": "acoustic_rows", "shape": [2], "datatype": "INT64", "data": [1, 2]}]})";
  const Json second = Json::parse(post("/predict", R"({"text": "bad", "acoustic": [[0,2,0,0,0],)" + row + "]}").body);
  const HttpResponse response = post("/v2/models/one/versions/1/infer", body);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(Json::parse(response.body).at("outputs").at(0).at("data").at(0), single.at("score"));
  EXPECT_EQ(Json::parse(response.body).at("outputs").at(0).at("data").at(1), second.at("score"));
  EXPECT_EQ(get("/v2/models/one/ready").status, 200);
  EXPECT_EQ(complaint(get("/v2/models/none")),
            (Complaint{404, "there is no model `none`; GET /info lists the models"}));
  EXPECT_EQ(get("/v2/models/one/versions/2").status, 404);
  EXPECT_EQ(Json::parse(get("/v2/models/none").body).size(), 1U) << "{\"error\": ...} alone, as clients of it expect";
  EXPECT_EQ(Json::parse(get("/none").body).at("status"), 404);
  const auto refused = [&](const std::string& inputs) {
    return complaint(post("/v2/models/one/infer", R"({"inputs": [)" + inputs + "]}")).second;
  };
  const std::string text = R"({"name": "text", "shape": [1], "datatype": "BYTES", "data": ["good"]})";
  EXPECT_EQ(refused(""), "the request has no input");
  EXPECT_EQ(refused(R"({"name": "words", "shape": [1], "datatype": "BYTES", "data": ["good"]})"),
            "input `words` is not known; inputs are text, context, visual, visual_rows, acoustic and acoustic_rows");
  EXPECT_EQ(refused(text + R"(,{"name": "visual", "shape": [2, 0, 20], "datatype": "FP32", "data": []})"),
            "input `visual` is of 2 utterances, another input of 1");
  EXPECT_EQ(refused(text + R"(,{"name": "acoustic", "shape": [1, 1, 5], "datatype": "FP32", "data": [1, 2, 3, 4, 5]},
                     {"name": "acoustic_rows", "shape": [1], "datatype": "INT64", "data": [2]})"),
            "input `acoustic_rows` holds 2, which are no rows of `acoustic`");
  EXPECT_EQ(complaint(post("/v2/models/one/infer", R"({"inputs": [)" + text + R"(], "outputs": [{"name": "mood"}]})")),
            (Complaint{400, "there is no output `mood`; GET /v2/models/one lists the outputs"}));
}

TEST_F(ServiceTest, ExplainsByWhatIsLeftWithoutEachPart) {
  serve({"one"});
  const auto score = [&](const std::string& body) {
    const HttpResponse response = post("/predict", body);
    EXPECT_EQ(response.status, 200) << response.body;
    return Json::parse(response.body).at("score").get<double>();
  };
  const std::string rows = R"("acoustic": [[1,0,0,0,0],[0,1,0,0,0]])";
  const Json whole = Json::parse(post("/explain", R"({"id": 3, "text": "good bad film", )" + rows + "}").body);
  const double all = score(R"({"text": "good bad film", )" + rows + "}");
  EXPECT_EQ(whole.at("answer").at("score"), all);
  EXPECT_EQ(whole.at("answer").at("id"), 3);
  EXPECT_EQ(whole.at("answer").at("mark"), "SYNTHETIC data, no recordings of people");
  EXPECT_EQ(whole.at("without").size(), 2U) << "no visual rows came";
  EXPECT_EQ(whole.at("without").at("text").at("score"), score("{" + rows + "}"));
  EXPECT_EQ(whole.at("without").at("acoustic").at("effect"), all - score(R"({"text": "good bad film"})"));
  const std::vector<std::string> rest{"bad film", "good film", "good bad"};
  ASSERT_EQ(whole.at("words").size(), 3U);
  for (size_t i = 0; i < 3; ++i)
    EXPECT_EQ(whole.at("words").at(i).at("effect"), all - score(R"({"text": ")" + rest[i] + "\", " + rows + "}"));
  EXPECT_EQ(whole.at("words").at(1).at("first"), 5);
  EXPECT_EQ(whole.at("words").at(1).at("last"), 8);
}

TEST_F(ServiceTest, SaysWhichWordsAModelDoesNotRead) {
  serve({"one"});
  std::string text;
  for (int i = 0; i < 60; ++i) text += "good ";  // 50 pieces with [CLS] and [SEP]
  const Json words = Json::parse(post("/explain", R"({"text": ")" + text + "\"}").body).at("words");
  ASSERT_EQ(words.size(), 60U);
  EXPECT_TRUE(words.at(47).at("effect").is_number());
  EXPECT_TRUE(words.at(48).at("effect").is_null());
}

TEST_F(ServiceTest, KeepsOutWhoMayNotAsk) {
  serve({"one"}, {.queue = {}, .request = {}, .access = {.hosts = {}, .key = "secret", .open = {"/health"}}});
  EXPECT_EQ(get("/health").status, 200);
  EXPECT_EQ(get("/info").status, 401);
  HttpRequest request{.method = "GET", .path = "/info", .headers = {{"x-api-key", "secret"}}};
  EXPECT_EQ(ask(request).status, 200);
  EXPECT_EQ(complaint(get("/v2/models/one")).first, 401);
}

TEST_F(ServiceTest, DescribesEveryRouteAndNoOther) {
  serve({"one"});
  std::set<std::string> described, there;
  const Json paths = openapi().at("paths");
  for (const auto& [path, operations] : paths.items())
    for (const auto& [method, operation] : operations.items())
      if (method != "parameters") described.insert(method + " " + path);
  for (const auto& [pattern, methods] : service->router().routes())
    for (std::string method : methods) {
      if (pattern.find("/versions/") != pattern.npos) continue;  // the same once more
      for (char& letter : method) letter = static_cast<char>(std::tolower(letter));
      there.insert(method + " " + pattern);
    }
  EXPECT_EQ(described, there);
}

TEST_F(ServiceTest, TellsOnceThatAnUtteranceOfAListFailed) {
  serve({"one"});
  const auto model = service->shelf().find("one");
  std::vector<size_t> told;
  const auto ask = [&] {
    return Ask(model, std::vector<Request>(3),
               [&](const std::vector<Json>& answers) { told.push_back(answers.size()); });
  };
  Ask failing = ask();
  failing.answer(1, Json());
  failing.answer(0, Json::object());
  EXPECT_TRUE(told.empty());
  failing.answer(2, Json::object());
  EXPECT_EQ(told, (std::vector<size_t>{0}));
  Ask good = ask();
  for (const size_t i : {2, 0, 1}) good.answer(i, Json::object());
  EXPECT_EQ(told, (std::vector<size_t>{0, 3}));
}

TEST_F(ServiceTest, TakesAClipAsAFormOfKnownFields) {
  serve({"one"});
  const auto form = [&](const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string body;
    for (const auto& [name, content] : fields)
      body += "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    return complaint(post("/predict", body + "--b--\r\n", {}, "multipart/form-data; boundary=b"));
  };
  EXPECT_EQ(form({{"text", "good"}}), (Complaint{422, "the field `file` is missing, or its clip is empty"}));
  EXPECT_EQ(form({{"file", ""}}), (Complaint{422, "the field `file` is missing, or its clip is empty"}));
  EXPECT_EQ(form({{"file", "RIFF"}, {"path", "/etc/passwd"}}),
            (Complaint{422, "there is no field `path`; fields are file, text, words and model"}));
  EXPECT_EQ(form({{"file", "a"}, {"file", "b"}}), (Complaint{422, "the field `file` is there twice"}));
  const auto [status, sentence] = form({{"file", "no clip"}, {"text", "good"}});
  EXPECT_EQ(status, 422);
  EXPECT_EQ(sentence.find("the clip"), 0U) << sentence;
  EXPECT_EQ(complaint(post("/predict", "no form", {}, "multipart/form-data; boundary=b")).first, 400);
}

TEST(ModelPlace, IsAFolderWithANameOrItsOwn) {
  EXPECT_EQ(read_model_place("runs/demo").name, "demo");
  EXPECT_EQ(read_model_place("runs/demo/").name, "demo");
  EXPECT_EQ(read_model_place("runs/demo/best").name, "demo");
  const ModelPlace named = read_model_place("mosi=runs/demo");
  EXPECT_EQ(named.name, "mosi");
  EXPECT_EQ(named.folder, "runs/demo");
  EXPECT_THROW(read_model_place("a b=runs/demo"), UsageError);
  EXPECT_THROW(read_model_place("=runs/demo"), UsageError);
  EXPECT_THROW(ModelShelf({{"a", "x"}, {"a", "y"}}, torch::kCPU), UsageError);
}

}  // namespace
}  // namespace mmim
