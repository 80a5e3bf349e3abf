/// What jemalloc reads when a process begins (its manual, "TUNING"): without a thread of its own it gives memory back
/// only while the thread that freed it goes on freeing, and who has just read a million workspaces does not.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "background_thread:true";
}
