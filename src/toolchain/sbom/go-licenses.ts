/** Written by scripts/go-licenses.mjs: licence → the modules that have it. */
export const GO_LICENSES: Readonly<Record<string, string>> = {
  'Apache-2.0 AND MIT': `
    github.com/bgentry/speakeasy github.com/zclconf/go-cty-yaml go.yaml.in/yaml/v2 gopkg.in/yaml.v2
  `,
  'Apache-2.0': `
    cel.dev/expr cloud.google.com/go cloud.google.com/go/auth cloud.google.com/go/auth/oauth2adapt cloud.google.com/go/compute/metadata
    cloud.google.com/go/iam cloud.google.com/go/kms cloud.google.com/go/longrunning cloud.google.com/go/monitoring cloud.google.com/go/storage
    github.com/Azure/go-autorest/autorest github.com/Azure/go-autorest/autorest/adal github.com/Azure/go-autorest/autorest/date
    github.com/Azure/go-autorest/logger github.com/Azure/go-autorest/tracing github.com/GoogleCloudPlatform/opentelemetry-operations-go/detectors/gcp
    github.com/GoogleCloudPlatform/opentelemetry-operations-go/exporter/metric
    github.com/GoogleCloudPlatform/opentelemetry-operations-go/internal/resourcemapping github.com/Masterminds/goutils github.com/agext/levenshtein
    github.com/aliyun/alibaba-cloud-sdk-go github.com/aliyun/aliyun-tablestore-go-sdk github.com/apparentlymart/go-textseg/v15
    github.com/aws/aws-sdk-go github.com/aws/aws-sdk-go-v2 github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream github.com/aws/aws-sdk-go-v2/config
    github.com/aws/aws-sdk-go-v2/credentials github.com/aws/aws-sdk-go-v2/feature/ec2/imds github.com/aws/aws-sdk-go-v2/feature/s3/manager
    github.com/aws/aws-sdk-go-v2/internal/configsources github.com/aws/aws-sdk-go-v2/internal/endpoints/v2 github.com/aws/aws-sdk-go-v2/internal/ini
    github.com/aws/aws-sdk-go-v2/internal/v4a github.com/aws/aws-sdk-go-v2/service/dynamodb github.com/aws/aws-sdk-go-v2/service/iam
    github.com/aws/aws-sdk-go-v2/service/internal/accept-encoding github.com/aws/aws-sdk-go-v2/service/internal/checksum
    github.com/aws/aws-sdk-go-v2/service/internal/endpoint-discovery github.com/aws/aws-sdk-go-v2/service/internal/presigned-url
    github.com/aws/aws-sdk-go-v2/service/internal/s3shared github.com/aws/aws-sdk-go-v2/service/kms github.com/aws/aws-sdk-go-v2/service/s3
    github.com/aws/aws-sdk-go-v2/service/signin github.com/aws/aws-sdk-go-v2/service/sns github.com/aws/aws-sdk-go-v2/service/sqs
    github.com/aws/aws-sdk-go-v2/service/sso github.com/aws/aws-sdk-go-v2/service/ssooidc github.com/aws/aws-sdk-go-v2/service/sts
    github.com/aws/smithy-go github.com/cncf/xds/go github.com/dimchansky/utfbom github.com/distribution/reference
    github.com/envoyproxy/go-control-plane/envoy github.com/envoyproxy/protoc-gen-validate github.com/go-ini/ini github.com/go-jose/go-jose/v4
    github.com/go-logr/logr github.com/go-logr/stdr github.com/go-openapi/jsonpointer github.com/go-openapi/jsonreference github.com/go-openapi/swag
    github.com/go-openapi/swag/cmdutils github.com/go-openapi/swag/conv github.com/go-openapi/swag/fileutils github.com/go-openapi/swag/jsonutils
    github.com/go-openapi/swag/loading github.com/go-openapi/swag/mangling github.com/go-openapi/swag/netutils github.com/go-openapi/swag/pools
    github.com/go-openapi/swag/stringutils github.com/go-openapi/swag/typeutils github.com/go-openapi/swag/yamlutils github.com/golang/groupcache
    github.com/google/btree github.com/google/gnostic github.com/google/gnostic-models github.com/google/gofuzz github.com/google/s2a-go
    github.com/googleapis/enterprise-certificate-proxy github.com/jackofallops/giovanni github.com/jmespath/go-jmespath github.com/jonboulle/clockwork
    github.com/klauspost/compress github.com/kylelemons/godebug github.com/masterzen/simplexml github.com/masterzen/winrm github.com/moby/spdystream
    github.com/moby/term github.com/modern-go/concurrent github.com/modern-go/reflect2 github.com/oklog/run github.com/opencontainers/go-digest
    github.com/opencontainers/image-spec github.com/opentracing/opentracing-go github.com/prometheus/client_golang github.com/prometheus/client_model
    github.com/prometheus/common github.com/prometheus/otlptranslator github.com/prometheus/procfs github.com/santhosh-tekuri/jsonschema/v6
    github.com/spf13/afero github.com/spf13/cobra github.com/spiffe/go-spiffe/v2 github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common
    github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag
    github.com/xanzy/ssh-agent go.opencensus.io go.opentelemetry.io/auto/sdk go.opentelemetry.io/contrib/bridges/prometheus
    go.opentelemetry.io/contrib/detectors/gcp go.opentelemetry.io/contrib/exporters/autoexport
    go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-sdk-go-v2/otelaws
    go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp
    go.opentelemetry.io/otel go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploghttp
    go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp
    go.opentelemetry.io/otel/exporters/otlp/otlptrace go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc
    go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp go.opentelemetry.io/otel/exporters/prometheus
    go.opentelemetry.io/otel/exporters/stdout/stdoutlog go.opentelemetry.io/otel/exporters/stdout/stdoutmetric
    go.opentelemetry.io/otel/exporters/stdout/stdouttrace go.opentelemetry.io/otel/log go.opentelemetry.io/otel/metric go.opentelemetry.io/otel/sdk
    go.opentelemetry.io/otel/sdk/log go.opentelemetry.io/otel/sdk/metric go.opentelemetry.io/otel/trace go.opentelemetry.io/proto/otlp
    go.yaml.in/yaml/v3 go.yaml.in/yaml/v4 google.golang.org/appengine google.golang.org/genproto google.golang.org/genproto/googleapis/api
    google.golang.org/genproto/googleapis/rpc google.golang.org/grpc gopkg.in/ini.v1 gopkg.in/yaml.v3 helm.sh/helm/v3 k8s.io/api
    k8s.io/apiextensions-apiserver k8s.io/apimachinery k8s.io/apiserver k8s.io/cli-runtime k8s.io/client-go k8s.io/component-base
    k8s.io/component-helpers k8s.io/klog/v2 k8s.io/kube-openapi k8s.io/kubectl k8s.io/kubernetes k8s.io/metrics k8s.io/streaming k8s.io/utils
    oras.land/oras-go/v2 sigs.k8s.io/json sigs.k8s.io/kustomize/api sigs.k8s.io/kustomize/kustomize/v5 sigs.k8s.io/kustomize/kyaml sigs.k8s.io/randfill
    sigs.k8s.io/structured-merge-diff/v4 sigs.k8s.io/structured-merge-diff/v6
  `,
  'BSD-2-Clause': `
    github.com/cli/browser github.com/gorilla/websocket github.com/magiconair/properties github.com/pkg/browser github.com/pkg/errors
    github.com/russross/blackfriday/v2 github.com/vmihailenco/msgpack github.com/vmihailenco/msgpack/v4 github.com/vmihailenco/msgpack/v5
    github.com/vmihailenco/tagparser github.com/vmihailenco/tagparser/v2
  `,
  'BSD-3-Clause AND MPL-2.0': `
    github.com/cyphar/filepath-securejoin
  `,
  'BSD-3-Clause': `
    dario.cat/mergo github.com/ProtonMail/go-crypto github.com/PuerkitoBio/purell github.com/PuerkitoBio/urlesc github.com/chai2010/gettext-go
    github.com/cloudflare/circl github.com/evanphx/json-patch github.com/gofrs/flock github.com/gogo/protobuf github.com/golang/protobuf
    github.com/google/go-cmp github.com/google/go-querystring github.com/google/uuid github.com/googleapis/gax-go/v2
    github.com/grpc-ecosystem/grpc-gateway/v2 github.com/imdario/mergo github.com/kardianos/osext github.com/liggitt/tabwriter
    github.com/munnerz/goautoneg github.com/mxk/go-flowrate github.com/pmezard/go-difflib github.com/spf13/pflag github.com/ulikunitz/xz
    golang.org/x/crypto golang.org/x/exp golang.org/x/mod golang.org/x/net golang.org/x/oauth2 golang.org/x/sync golang.org/x/sys golang.org/x/term
    golang.org/x/text golang.org/x/time golang.org/x/xerrors google.golang.org/api google.golang.org/protobuf gopkg.in/evanphx/json-patch.v4
    gopkg.in/inf.v0 software.sslmate.com/src/go-pkcs12
  `,
  'BUSL-1.1': `
    github.com/hashicorp/terraform github.com/hashicorp/terraform/internal/backend/remote-state/azure
    github.com/hashicorp/terraform/internal/backend/remote-state/consul github.com/hashicorp/terraform/internal/backend/remote-state/cos
    github.com/hashicorp/terraform/internal/backend/remote-state/gcs github.com/hashicorp/terraform/internal/backend/remote-state/kubernetes
    github.com/hashicorp/terraform/internal/backend/remote-state/oss github.com/hashicorp/terraform/internal/backend/remote-state/pg
    github.com/hashicorp/terraform/internal/backend/remote-state/s3 github.com/hashicorp/terraform/internal/legacy
  `,
  ISC: `
    github.com/davecgh/go-spew
  `,
  MIT: `
    github.com/Azure/azure-sdk-for-go/sdk/azcore github.com/Azure/azure-sdk-for-go/sdk/azidentity github.com/Azure/azure-sdk-for-go/sdk/internal
    github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/resources/armresources
    github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/storage/armstorage github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azkeys
    github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/internal github.com/Azure/azure-sdk-for-go/sdk/storage/azblob github.com/Azure/go-ntlmssp
    github.com/AzureAD/microsoft-authentication-library-for-go github.com/BurntSushi/toml github.com/ChrisTrenkamp/goxpath
    github.com/MakeNowJust/heredoc github.com/Masterminds/semver/v3 github.com/Masterminds/sprig/v3 github.com/Masterminds/squirrel
    github.com/Masterminds/vcs github.com/a8m/envsubst github.com/alecthomas/participle/v2 github.com/aliyun/aliyun-oss-go-sdk
    github.com/apparentlymart/go-cidr github.com/apparentlymart/go-shquot github.com/apparentlymart/go-userdirs github.com/apparentlymart/go-versions
    github.com/apparentlymart/go-workgraph github.com/armon/circbuf github.com/armon/go-metrics github.com/armon/go-radix
    github.com/asaskevich/govalidator github.com/beorn7/perks github.com/bgentry/go-netrc github.com/blang/semver/v4 github.com/bmatcuk/doublestar
    github.com/bmatcuk/doublestar/v4 github.com/cenkalti/backoff/v4 github.com/cenkalti/backoff/v5 github.com/cespare/xxhash/v2
    github.com/chzyer/readline github.com/clbanning/mxj github.com/cpuguy83/go-md2man/v2 github.com/dylanmei/iso8601 github.com/elliotchance/orderedmap
    github.com/emicklei/go-restful/v3 github.com/exponent-io/jsonpath github.com/fatih/camelcase github.com/fatih/color github.com/felixge/httpsnoop
    github.com/fxamacker/cbor/v2 github.com/go-errors/errors github.com/go-gorp/gorp/v3 github.com/go-viper/mapstructure/v2 github.com/gobwas/glob
    github.com/goccy/go-json github.com/goccy/go-yaml github.com/gofrs/uuid github.com/golang-jwt/jwt/v4 github.com/golang-jwt/jwt/v5
    github.com/gosuri/uitable github.com/hashicorp/go-cty github.com/hashicorp/go-hclog github.com/hashicorp/jsonapi github.com/huandu/xstrings
    github.com/jinzhu/copier github.com/jmoiron/sqlx github.com/josharian/intern github.com/json-iterator/go github.com/lann/builder github.com/lann/ps
    github.com/lib/pq github.com/lithammer/dedent github.com/mailru/easyjson github.com/mattn/go-colorable github.com/mattn/go-isatty
    github.com/mattn/go-runewidth github.com/mattn/go-shellwords github.com/mikefarah/yq/v4 github.com/mitchellh/colorstring
    github.com/mitchellh/copystructure github.com/mitchellh/go-homedir github.com/mitchellh/go-linereader github.com/mitchellh/go-testing-interface
    github.com/mitchellh/go-wordwrap github.com/mitchellh/mapstructure github.com/mitchellh/reflectwalk github.com/monochromegane/go-gitignore
    github.com/mozillazg/go-httpheader github.com/nu7hatch/gouuid github.com/packer-community/winrmcp github.com/pelletier/go-toml/v2
    github.com/peterbourgon/diskv github.com/posener/complete github.com/rubenv/sql-migrate github.com/ryanuber/go-glob github.com/shopspring/decimal
    github.com/spf13/cast github.com/tencentyun/cos-go-sdk-v5 github.com/x448/float16 github.com/xlab/treeprint github.com/yuin/gopher-lua
    github.com/zclconf/go-cty github.com/zclconf/go-cty-debug sigs.k8s.io/yaml
  `,
  'MPL-2.0': `
    github.com/hashicorp/aws-sdk-go-base/v2 github.com/hashicorp/cli github.com/hashicorp/consul/api github.com/hashicorp/errwrap
    github.com/hashicorp/go-azure-helpers github.com/hashicorp/go-azure-sdk/resource-manager github.com/hashicorp/go-azure-sdk/sdk
    github.com/hashicorp/go-checkpoint github.com/hashicorp/go-cleanhttp github.com/hashicorp/go-getter github.com/hashicorp/go-immutable-radix
    github.com/hashicorp/go-multierror github.com/hashicorp/go-plugin github.com/hashicorp/go-retryablehttp github.com/hashicorp/go-rootcerts
    github.com/hashicorp/go-safetemp github.com/hashicorp/go-secure-stdlib/parseutil github.com/hashicorp/go-secure-stdlib/strutil
    github.com/hashicorp/go-slug github.com/hashicorp/go-sockaddr github.com/hashicorp/go-tfe github.com/hashicorp/go-uuid
    github.com/hashicorp/go-version github.com/hashicorp/golang-lru github.com/hashicorp/hcl github.com/hashicorp/hcl/v2 github.com/hashicorp/logutils
    github.com/hashicorp/serf github.com/hashicorp/terraform-plugin-go github.com/hashicorp/terraform-plugin-log
    github.com/hashicorp/terraform-plugin-sdk/v2 github.com/hashicorp/terraform-registry-address github.com/hashicorp/terraform-svchost
    github.com/hashicorp/yamux github.com/mitchellh/cli github.com/openbao/openbao/api/v2 github.com/opentofu/opentofu
    github.com/opentofu/registry-address/v2 github.com/opentofu/svchost
  `,
};
