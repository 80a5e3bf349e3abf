#include "events/commit.hpp"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "events/json.hpp"

namespace tasklog {
namespace {

using json::Fault;
using json::MaybeFault;

void write_event(json::Writer& w, const Event& event) {
    std::visit(
        [&]<class E>(const E& e) {
            w.StartObject();
            w.Key("type");
            json::write(w, E::name);
            w.Key("v");
            w.Int(E::version);
            json::write_fields(w, e);
            w.EndObject();
        },
        event);
}

/// Tries each type of the variant in turn; false if none has the name.
template <std::size_t I = 0>
bool read_event_as(std::string_view type, const rapidjson::Value& value, Event& out, MaybeFault& fault) {
    if constexpr (I == std::variant_size_v<Event>) {
        return false;
    } else {
        using E = std::variant_alternative_t<I, Event>;
        if (E::name != type) return read_event_as<I + 1>(type, value, out, fault);
        fault = json::read_fields(value, out.emplace<I>());
        return true;
    }
}

template <std::size_t I = 0>
int present_version(std::string_view type) {
    if constexpr (I == std::variant_size_v<Event>) {
        return 0;
    } else {
        using E = std::variant_alternative_t<I, Event>;
        return E::name == type ? E::version : present_version<I + 1>(type);
    }
}

std::unexpected<Undecodable> fault(std::string why) { return std::unexpected(Undecodable{std::move(why)}); }
std::unexpected<Undecodable> newer(std::string why) { return std::unexpected(Undecodable{std::move(why), true}); }

std::expected<Event, Undecodable> read_event(rapidjson::Value& value, rapidjson::Document::AllocatorType& allocator,
                                             const Upcasters& upcasters) {
    if (!value.IsObject()) return fault("an event is not an object");
    const auto type_at = value.FindMember("type");
    const auto version_at = value.FindMember("v");
    if (type_at == value.MemberEnd() || !type_at->value.IsString()) return fault("an event has no type");
    if (version_at == value.MemberEnd() || !version_at->value.IsInt()) return fault("an event has no version");
    const std::string type(json::text_of(type_at->value));
    int version = version_at->value.GetInt();
    for (auto at = upcasters.find({type, version}); at != upcasters.end(); at = upcasters.find({type, ++version}))
        at->second(value, allocator);
    const int present = present_version(type);
    if (present != 0 && version < present)
        return fault(type + " version " + std::to_string(version) + " has no upcaster");
    if (present != 0 && version > present)
        return newer(type + " version " + std::to_string(version) + " is newer than this program");
    Event event;
    MaybeFault wrong;
    if (!read_event_as(type, value, event, wrong)) return newer("unknown event type " + type);
    if (wrong) return fault(type + wrong->pointer + " " + wrong->why);
    return event;
}

void write_commit(json::Writer& w, const Commit& commit) {
    w.StartObject();
    w.Key("v");
    w.Int(1);
    json::write_member(w, "commit", commit.id);
    json::write_member(w, "key", commit.key);
    json::write_member(w, "workspace", commit.workspace);
    json::write_member(w, "actor", commit.actor);
    json::write_member(w, "at", commit.at);
    json::write_member(w, "cause", commit.cause);
    json::write_member(w, "prev", commit.prev);
    if (commit.key) {
        json::write_member(w, "request", commit.request);
        w.Key("results");
        w.StartArray();
        for (const Result& result : commit.results) {
            w.StartObject();
            json::write_member(w, "id", result.id);
            json::write_member(w, "version", result.version);
            w.EndObject();
        }
        w.EndArray();
    }
    w.Key("events");
    w.StartArray();
    for (const Event& event : commit.events) write_event(w, event);
    w.EndArray();
    w.EndObject();
}

MaybeFault read_results(const rapidjson::Value& document, std::vector<Result>& results) {
    const auto at = document.FindMember("results");
    if (at == document.MemberEnd()) return std::nullopt;
    if (!at->value.IsArray()) return Fault{"must be an array", "/results"};
    for (const auto& each : at->value.GetArray()) {
        if (!each.IsObject()) return Fault{"must hold objects", "/results"};
        Result& result = results.emplace_back();
        if (auto fault = json::read_member(each, "id", result.id)) return fault;
        if (auto fault = json::read_member(each, "version", result.version)) return fault;
    }
    return std::nullopt;
}

MaybeFault read_header(const rapidjson::Value& document, Commit& commit) {
    MaybeFault fault = json::read_member(document, "commit", commit.id);
    if (!fault) fault = json::read_member(document, "key", commit.key);
    if (!fault) fault = json::read_member(document, "workspace", commit.workspace);
    if (!fault) fault = json::read_member(document, "actor", commit.actor);
    if (!fault) fault = json::read_member(document, "at", commit.at);
    if (!fault) fault = json::read_member(document, "cause", commit.cause);
    if (!fault) fault = json::read_member(document, "prev", commit.prev);
    if (!fault) fault = json::read_member(document, "request", commit.request);
    if (!fault) fault = read_results(document, commit.results);
    return fault;
}

}  // namespace

std::string encode(const Commit& commit) {
    return json::text([&](json::Writer& w) { write_commit(w, commit); });
}

std::expected<Commit, Undecodable> decode_commit(std::string_view bytes, const Upcasters& upcasters) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(bytes.data(), bytes.size());
    if (document.HasParseError() || !document.IsObject()) return fault("the commit is not a JSON object");
    const auto version = document.FindMember("v");
    if (version == document.MemberEnd() || !version->value.IsInt()) return fault("the commit has no version");
    if (version->value.GetInt() > 1) return newer("the commit's version is newer than this program");
    Commit commit;
    for (const char* needed : {"commit", "workspace", "actor", "at"})
        if (!document.HasMember(needed)) return fault(std::string("the commit has no ") + needed);
    if (const auto wrong = read_header(document, commit)) return fault("commit" + wrong->pointer + " " + wrong->why);
    const auto events = document.FindMember("events");
    if (events == document.MemberEnd() || !events->value.IsArray()) return fault("the commit has no events");
    commit.events.reserve(events->value.Size());
    for (auto& value : events->value.GetArray()) {
        auto event = read_event(value, document.GetAllocator(), upcasters);
        if (!event) return std::unexpected(std::move(event.error()));
        commit.events.push_back(std::move(*event));
    }
    return commit;
}

std::string sha256_hex(std::string_view bytes) {
    // Fetching the algorithm costs more than hashing a commit: do it once a thread.
    struct Free {
        void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
        void operator()(EVP_MD* p) const { EVP_MD_free(p); }
    };
    thread_local const std::unique_ptr<EVP_MD, Free> algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), digest, &size) != 1)
        throw std::runtime_error("SHA-256 failed");
    static constexpr char hex[] = "0123456789abcdef";
    std::string out(2 * size, '0');
    for (unsigned i = 0; i < size; ++i) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    return out;
}

}  // namespace tasklog
