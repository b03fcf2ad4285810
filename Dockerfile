# The messenger as a container image: the program, its shared libraries and its web client on Debian's slim base.
#
#   docker build -t messenger .
#   docker run --read-only -v messenger-data:/srv/data -p 127.0.0.1:8000:8000 messenger
#
# docs/deploy.md says what to set and what to watch.
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
# The libraries of the base: the image has them already.
RUN find /usr/lib -name '*.so*' -type f -exec sha256sum {} + >/base.sums
WORKDIR /src
COPY cmake/packages.txt cmake/
RUN apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    $(sed -n '/^\[build\]/,/^\[test\]/ { /^[a-z]/ { s/|.*//; p } }' cmake/packages.txt)
COPY . .
RUN ./dev build messenger

# /image: what the base lacks, with times that are the same in every build.
ARG SOURCE_DATE_EPOCH=0
RUN set -eu; \
    install -D -s build/release/messenger /image/usr/local/bin/messenger; \
    ldd /image/usr/local/bin/messenger | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | while read -r library; do \
        file=$(readlink -f "$library"); \
        sum=$(sha256sum <"$file"); \
        grep -q "^${sum%% *}" /base.sums || install -D -m 644 "$file" "/image${file%/*}/${library##*/}"; \
    done; \
    mkdir -p /image/srv /data; \
    [ ! -d static ] || cp -r static /image/srv/; \
    find /image /data -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="messenger" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /image/ /
# The one folder that the service writes to, and with SQLite alone.
COPY --from=build --chown=10001:10001 /data/ /srv/data/
# Only in here does it listen on every address: what reaches it is the container engine's business.
ENV STRATA_ENV=production \
    STRATA_LOG_OUTPUT=stdout \
    STRATA_SERVER_HOST=0.0.0.0
WORKDIR /srv
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["/usr/local/bin/messenger", "health"]
ENTRYPOINT ["/usr/local/bin/messenger"]
CMD ["serve"]
