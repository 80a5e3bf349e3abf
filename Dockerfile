# The one binary for all roles: `tasklog serve`, `tasklog command`, … The web app's image is frontend/Dockerfile.
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential cmake ninja-build ccache mold pkg-config libboost1.81-dev \
      librdkafka-dev libpqxx-dev rapidjson-dev libicu-dev libabsl-dev libcurl4-openssl-dev libssl-dev libspdlog-dev prometheus-cpp-dev libcli11-dev \
      libcpp-jwt-dev libjemalloc-dev libxxhash-dev libsimdjson-dev libsodium-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY docs/openapi.yaml docs/openapi.yaml
COPY contract contract
COPY base base
COPY events events
COPY infra infra
COPY command command
COPY projections projections
COPY query query
COPY words words
COPY identity identity
COPY app app
RUN cmake --preset release -DTASKLOG_TESTS=OFF && cmake --build --preset release --target tasklog && strip build/release/tasklog

FROM debian:bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="tasklog" \
      org.opencontainers.image.description="A to-do system that never forgets: every role in one binary" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
# /usr/share/tasklog/sbom.json: what is in the image, in SPDX.
COPY docker/sbom.sh /tmp/sbom.sh
RUN apt-get update && apt-get install -y --no-install-recommends librdkafka1 libpqxx-6.4 libicu72 libabsl20220623 libcurl4 libssl3 libspdlog1.10 \
      libprometheus-cpp-core1.0 libjemalloc2 libxxhash0 libsimdjson14 libsodium23 ca-certificates tzdata && \
    sh /tmp/sbom.sh tasklog "$VERSION" && rm -rf /var/lib/apt/lists/* /tmp/sbom.sh
COPY --from=build /src/build/release/tasklog /usr/bin/tasklog
ENV TASKLOG_LISTEN=0.0.0.0
USER 10001:10001
EXPOSE 8080 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["tasklog", "health"]
ENTRYPOINT ["tasklog"]
CMD ["serve"]
