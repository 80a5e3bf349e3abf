// librdkafka makes its threads by C11's thrd_create, which ThreadSanitizer does not know: a thread that it does not
// know crashes in the first function that it watches. In the build with that sanitizer these stand in for the C
// library's.
#include <pthread.h>
#include <threads.h>

#include <cstdint>
#include <utility>

extern "C" int thrd_create(thrd_t* thread, thrd_start_t start, void* argument) {
    using Call = std::pair<thrd_start_t, void*>;
    const auto run = [](void* given) -> void* {
        const Call call = *static_cast<Call*>(given);
        delete static_cast<Call*>(given);
        return reinterpret_cast<void*>(static_cast<std::intptr_t>(call.first(call.second)));
    };
    auto* call = new Call(start, argument);
    if (pthread_create(thread, nullptr, run, call) == 0) return thrd_success;
    delete call;
    return thrd_error;
}

extern "C" int thrd_join(thrd_t thread, int* result) {
    void* returned = nullptr;
    if (pthread_join(thread, &returned) != 0) return thrd_error;
    if (result) *result = static_cast<int>(reinterpret_cast<std::intptr_t>(returned));
    return thrd_success;
}
