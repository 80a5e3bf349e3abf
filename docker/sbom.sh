#!/bin/sh
# sbom.sh NAME VERSION: writes /usr/share/NAME/sbom.json, an SPDX 2.3 document of the Debian packages that are installed here.
set -eu
mkdir -p "/usr/share/$1"
{
  printf '{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"%s-%s",' "$1" "$2"
  printf '"documentNamespace":"urn:tasklog:sbom:%s:%s","creationInfo":{"created":"%s","creators":["Tool: tasklog-sbom.sh"]},"packages":[' "$1" "$2" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  # shellcheck disable=SC2016
  dpkg-query -W -f '{"SPDXID":"SPDXRef-${Package}-${Architecture}","name":"${Package}","versionInfo":"${Version}","downloadLocation":"NOASSERTION","filesAnalyzed":false,"externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:deb/debian/${Package}@${Version}?arch=${Architecture}"}]}\n' | paste -sd,
  printf ']}\n'
} >"/usr/share/$1/sbom.json"
