import { Missing } from '#app/_frame/missing.tsx';

export default function NotFound() {
  return (
    <main id="main">
      <Missing alone />
    </main>
  );
}
