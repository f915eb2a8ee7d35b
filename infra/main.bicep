// A resource group with one virtual machine for LocalAi. `azd up` creates it, `azd down` removes it.
targetScope = 'subscription'

@description('Name of the azd environment; part of every resource\'s name.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Azure region.')
param location string

@description('Size of the machine, such as Standard_D4s_v5 (no graphics processor) or Standard_NC4as_T4_v3 (one NVIDIA T4).')
param vmSize string = 'Standard_D4s_v5'

@description('Name of the user who logs in by SSH.')
param adminUsername string = 'localai'

@description('Public key of that user.')
param sshPublicKey string

@description('Where SSH may come from: an address or a range such as 203.0.113.7/32.')
param sshSource string

@description('The machine is reached as LABEL.REGION.cloudapp.azure.com.')
@minLength(3)
@maxLength(63)
param dnsLabel string

@description('Size of the disk with images, models and data.')
@minValue(32)
@maxValue(4095)
param dataDiskSizeGb int = 128

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module machine 'vm.bicep' = {
  name: 'machine'
  scope: group
  params: {
    name: 'vm-${environmentName}'
    location: location
    vmSize: vmSize
    adminUsername: adminUsername
    sshPublicKey: sshPublicKey
    sshSource: sshSource
    dnsLabel: dnsLabel
    dataDiskSizeGb: dataDiskSizeGb
    tags: tags
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output LOCALAI_HOST string = machine.outputs.fqdn
output LOCALAI_SSH_USER string = adminUsername
