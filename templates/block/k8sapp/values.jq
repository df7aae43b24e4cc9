# From the snapshot to the values of the chart. The names are those of charts that began as `helm create`; change them for a chart that has others.
.block.config
| (.ingress // {}) as $ingress
| (.persistence // {}) as $persistence
| ([$ingress.host // empty] + ($ingress.extra_hosts // [])) as $hosts
| (
    if $ingress.enabled then {
      ingress: {
        enabled: true,
        className: $ingress.class,
        annotations: ($ingress.annotations // {}),
        hosts: [$hosts[] | {host: ., paths: [{path: "/", pathType: "Prefix"}]}],
        tls: (if $ingress.tls then [{hosts: $hosts, secretName: "\($hosts[0])-tls"}] else [] end)
      }
    } else {} end
    +
    if $persistence.enabled then {
      persistence: ({
        enabled: true,
        size: $persistence.size,
        storageClass: $persistence.storage_class,
        accessModes: [$persistence.access_mode // "ReadWriteOnce"]
      } | with_entries(select(.value != null and .value != "")))
    } else {} end
  )
# What stands in chart.values has the last word.
* (.chart.values // {})
