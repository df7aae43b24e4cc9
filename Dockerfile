# The toolchain and this CLI, for CI jobs that cannot start containers: npm run build:sea && docker build -t polycrate-ci .
ARG TOOLCHAIN=ghcr.io/polycrate/toolchain:0.1.0
FROM ${TOOLCHAIN}
COPY build/polycrate/ /usr/local/
# The job is the container already.
ENV POLYCRATE_ENGINE=local
# GitLab and others start the image with a shell of theirs.
ENTRYPOINT []
CMD ["polycrate", "--help"]
