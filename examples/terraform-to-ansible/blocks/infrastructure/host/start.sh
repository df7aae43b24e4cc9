# Keys of its own for each host, and one key that may log in.
set -eu
ssh-keygen -q -A
install -d -m 700 /root/.ssh
printf '%s\n' "$AUTHORIZED_KEY" >/root/.ssh/authorized_keys
chmod 600 /root/.ssh/authorized_keys
exec /usr/sbin/sshd -D -e -o PasswordAuthentication=no
