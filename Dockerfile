# The sandbox: a static program and a shell with wget for the health check.
FROM rust:1.95-alpine AS build
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
COPY spec spec
COPY sandbox sandbox
# Not built, but members of the workspace.
COPY codegen codegen
COPY runtime runtime
COPY generated generated
COPY postgres postgres
COPY import import
COPY stores stores
COPY cli cli
COPY xtask xtask
COPY tests tests
RUN cargo build --release --locked --package concur-sandbox --bin concur-sandbox

FROM alpine:3.22
COPY --from=build /build/target/release/concur-sandbox /usr/local/bin/concur-sandbox
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
