/** This machine's address in the local network, for a real phone. */
import os from 'node:os';
import { Stop } from './say.mjs';

const PRIVATE = /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** Bridges of containers and machines inside this one: no phone reaches those. */
const INNER = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni)/;

/** @param {NodeJS.Dict<os.NetworkInterfaceInfo[]>} [interfaces] */
export function lanAddress(interfaces = os.networkInterfaces()) {
  const addresses = Object.entries(interfaces)
    .filter(([name]) => !INNER.test(name))
    .flatMap(([, list]) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  const address = addresses.find((each) => PRIVATE.test(each)) ?? addresses[0];
  if (!address)
    throw new Stop('This machine has no address in a local network, so --lan has nothing to serve.');
  return address;
}
