# Two hosts: containers that run sshd, reachable on ports of this machine alone. In your own workspace this is
# your cloud's provider; `terraform_data` needs none, so the example runs without any download.
variable "hosts" {
  description = "Name of each host, and the local port its sshd is published on"
  type        = map(number)
  default     = { web1 = 42201, web2 = 42202 }
}

resource "terraform_data" "key" {
  # `ansible-playbook` finds the key of a workspace here by itself.
  provisioner "local-exec" {
    interpreter = ["bash", "-euc"]
    command     = <<-BASH
      install -d -m 700 "$SECRETS_DIR"
      [ -f "$SECRETS_DIR/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C terraform-to-ansible -f "$SECRETS_DIR/id_ed25519"
    BASH
  }
}

resource "terraform_data" "image" {
  triggers_replace = [for file in fileset("${path.module}/host", "*") : filesha256("${path.module}/host/${file}")]
  provisioner "local-exec" {
    interpreter = ["bash", "-euc"]
    command     = "docker build --quiet --network host --tag polycrate-example-host ${path.module}/host"
  }
}

resource "terraform_data" "host" {
  for_each         = var.hosts
  triggers_replace = [terraform_data.image.id, terraform_data.key.id, each.value]
  input            = { container = "polycrate-example-${each.key}", port = each.value }

  provisioner "local-exec" {
    interpreter = ["bash", "-euc"]
    command     = <<-BASH
      docker rm --force --volumes "$CONTAINER" 2>/dev/null || true # of a run whose state is lost
      docker run --detach --init --name "$CONTAINER" --hostname ${each.key} --label dev.polycrate.example=terraform-to-ansible \
        --publish "127.0.0.1:$PORT:22" --env AUTHORIZED_KEY="$(cat "$SECRETS_DIR/id_ed25519.pub")" polycrate-example-host
    BASH
    environment = { CONTAINER = self.input.container, PORT = self.input.port }
  }

  provisioner "local-exec" {
    when        = destroy
    interpreter = ["bash", "-euc"]
    # A new host has new keys: the old ones must not be expected of it.
    command     = <<-BASH
      docker rm --force --volumes "$CONTAINER"
      if [ -f "$ARTIFACTS_ROOT/ssh/known_hosts" ]; then ssh-keygen -q -R "[127.0.0.1]:$PORT" -f "$ARTIFACTS_ROOT/ssh/known_hosts"; fi
    BASH
    environment = { CONTAINER = self.output.container, PORT = self.output.port }
  }
}

output "hosts" {
  description = "What Ansible needs to reach each host"
  value = {
    for name, port in var.hosts : name => {
      ansible_host = "127.0.0.1"
      ansible_port = port
      ansible_user = "root"
    }
  }
  depends_on = [terraform_data.host]
}
