import ours from '../../../next.config.ts';

export default (phase) => ({ ...ours(phase), pageExtensions: ['jsx'] });
