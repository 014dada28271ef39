# Two images, each a static program and a shell with wget for the health check: the sandbox, and with `--target concur`
# the command line.
FROM rust:1.95-alpine AS source
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
# All members of the workspace, also those that are not built.
COPY spec spec
COPY contract contract
COPY audit audit
COPY sandbox sandbox
COPY codegen codegen
COPY runtime runtime
COPY generated generated
COPY postgres postgres
COPY import import
COPY stores stores
COPY cli cli
COPY xtask xtask
COPY tests tests

FROM source AS build-concur
# Encryption and SQLite are C, and ask for the headers of the kernel.
RUN apk add --no-cache build-base linux-headers
RUN cargo build --release --locked --package concur-cli --bin concur

FROM alpine:3.22 AS concur
RUN apk add --no-cache ca-certificates
COPY --from=build-concur /build/target/release/concur /usr/local/bin/concur
COPY LICENSE-MIT LICENSE-APACHE /usr/share/licenses/concur/
# Where a volume can be mounted for what `concur login` writes.
RUN install -d -o 65532 -g 65532 -m 0700 /config
ENV CONCUR_CONFIG_DIR=/config
USER 65532:65532
ENTRYPOINT ["concur"]

FROM source AS build-sandbox
RUN cargo build --release --locked --package concur-sandbox --bin concur-sandbox

FROM alpine:3.22 AS sandbox
COPY --from=build-sandbox /build/target/release/concur-sandbox /usr/local/bin/concur-sandbox
COPY LICENSE-MIT LICENSE-APACHE /usr/share/licenses/concur-sandbox/
# Where a volume can be mounted for `--state /state/sandbox.redb`.
RUN install -d -o 65532 -g 65532 /state
USER 65532:65532
# A port per data center.
EXPOSE 4004 4005
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:4004/_sandbox/time"]
# Options such as `--allow-host sandbox` follow the name of the image.
ENTRYPOINT ["concur-sandbox", "--host", "0.0.0.0", "--expose", "--port", "4004"]
