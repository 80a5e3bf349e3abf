# One image for all roles: `tasklog serve`, `tasklog command`, …
FROM node:22-bookworm-slim AS web
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-fund --no-audit
COPY docs/openapi.yaml ../docs/openapi.yaml
COPY frontend .
RUN npm run build

FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends build-essential cmake ninja-build ccache mold pkg-config libboost1.81-dev \
      librdkafka-dev libpqxx-dev rapidjson-dev libical-dev libcurl4-openssl-dev libssl-dev libspdlog-dev prometheus-cpp-dev libcli11-dev \
      libcpp-jwt-dev libjemalloc-dev libxxhash-dev libsimdjson-dev libsodium-dev maven default-jre-headless unzip && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY scripts scripts
RUN TASKLOG_KAFKA_LIBS=/jars scripts/kafka install
COPY . .
RUN cmake --preset release -DTASKLOG_TESTS=OFF && cmake --build --preset release --target tasklog && strip build/release/tasklog

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends librdkafka1 libpqxx-6.4 libical3 libcurl4 libssl3 libspdlog1.10 \
      libprometheus-cpp-core1.0 libjemalloc2 libxxhash0 libsimdjson14 libsodium23 ca-certificates tzdata && rm -rf /var/lib/apt/lists/* && useradd --system tasklog
COPY --from=build /src/build/release/tasklog /usr/bin/tasklog
COPY --from=build /jars/swagger-ui /usr/share/tasklog/api-docs
COPY --from=web /src/frontend/dist /usr/share/tasklog/web
ENV TASKLOG_LISTEN=0.0.0.0 TASKLOG_API_DOCS=/usr/share/tasklog/api-docs TASKLOG_WEB_ROOT=/usr/share/tasklog/web
USER tasklog
EXPOSE 8080
ENTRYPOINT ["tasklog"]
CMD ["serve"]
