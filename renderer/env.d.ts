/// <reference types="vite/client" />

declare module '*.css';

declare module '*.module.css' {
  const classNames: Readonly<Record<string, string>>;
  export default classNames;
}
