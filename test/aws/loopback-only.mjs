/**
 * Loaded before everything else in the programs that talk to the emulator: names below `localhost` are this
 * machine, as RFC 6761 demands and not every resolver does, and no other name is looked up. The emulator
 * gives function URLs the hosts of AWS, which must not receive the requests.
 */
import dns from 'node:dns';

dns.lookup = (host, options, callback) => {
  const [settings, done] = typeof options === 'function' ? [{}, options] : [options, callback];
  if (host !== '127.0.0.1' && host !== 'localhost' && !host.endsWith('.localhost')) {
    const error = Object.assign(new Error(`${host} is not on this machine`), { code: 'ENOTFOUND' });
    process.nextTick(done, error);
    return;
  }
  const address = { address: '127.0.0.1', family: 4 };
  process.nextTick(() =>
    settings?.all ? done(null, [address]) : done(null, address.address, address.family),
  );
};
