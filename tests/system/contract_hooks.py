"""For schemathesis: a position that the log has reached. One that it never reaches is answered 503, as the contract says."""
import schemathesis


@schemathesis.hook
def map_headers(context, headers):
    if headers and "Tasklog-Position" in headers:
        headers["Tasklog-Position"] = "0:0"
    return headers
