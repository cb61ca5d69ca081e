-- A server for one machine: people's clients at 5222 with TLS, Orchestrator as the component files.localhost.
pidfile = "/run/prosody/prosody.pid"
data_path = "/var/lib/prosody"
log = { info = "*console" }
modules_enabled = { "roster", "saslauth", "tls", "disco", "ping", "posix", "smacks", "presence", "message", "iq" }
modules_disabled = { "s2s" }
certificates = "/etc/prosody/certs"
component_ports = { 5347 }
component_interfaces = { "127.0.0.1" }

VirtualHost "localhost"

Component "proxy.localhost" "proxy65"
  -- Without this Prosody refuses its proxy to components.
  proxy65_open_access = true
  -- What clients are told to connect to: compose.yaml publishes its port 5000 there.
  proxy65_address = "127.0.0.1"

Component "files.localhost"
  component_secret = ENV_COMPONENT_SECRET
