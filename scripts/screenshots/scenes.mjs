// What the pictures show: the files of a workspace, command lines typed before, and those that are shown.

const SHOP = `name: acme
blocks:
  - name: network
    actions:
      - name: apply
        script:
          - echo 'hcloud_network.private created'
          - echo '10.0.0.0/16' > $ARTIFACTS/range
  - name: shop
    artifacts: { from: [network] }
    config: { version: 1.4.2, replicas: 3 }
    actions:
      - name: deploy
        script:
          - echo "Deploying shop $BLOCK_CONFIG_VERSION with $BLOCK_CONFIG_REPLICAS replicas to $(cat $ARTIFACTS_NETWORK/range)"
          - echo 'deployment.apps/shop configured'
          - |
            echo 'error: deployment "shop" exceeded its progress deadline' >&2
            exit 3
      - name: undo
        script: echo 'deployment.apps/shop rolled back'
      - name: smoke-test
        script: curl --fail https://shop.example.com/health
workflows:
  - name: release
    steps:
      - { name: network, block: network, action: apply }
      - { name: deploy, block: shop, action: deploy }
      - { name: smoke-test, block: shop, action: smoke-test }
      - { name: undo, block: shop, action: undo, when: failure }
`;

const MISTAKES = `name: acme
blocks:
  - name: shop
    from: webapp
    actions:
      - name: deploy
        script: ./deploy.sh
        playbok: deploy.yml
      - name: restore
        playbook: restore.yml
        timeout: 10 minutes
workflows:
  - name: release
    steps:
      - { name: deploy, block: shop, action: delpoy }
`;

export const scenes = [
  {
    name: 'run',
    columns: 92,
    from: 'examples/hello',
    before: [['run', 'hosts', 'provision']],
    shown: [['run', 'greeting', 'say']],
  },
  {
    name: 'failure',
    columns: 92,
    files: { 'workspace.poly': SHOP },
    before: [['run', 'network', 'apply']],
    shown: [['run', 'shop', 'deploy']],
  },
  {
    name: 'workflow',
    columns: 92,
    files: { 'workspace.poly': SHOP },
    shown: [['workflow', 'run', 'release']],
  },
  {
    name: 'validate',
    columns: 92,
    files: { 'workspace.poly': MISTAKES, 'blocks/web-app/block.poly': 'name: web-app\nactions: []\n' },
    shown: [['validate']],
  },
];
