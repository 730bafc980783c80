import path from 'node:path';
import { checkImport } from './checkImport.mjs';

/** Path of the linted file from the root: the folder where the linter was started. */
function pathOf(context) {
  return path
    .relative(context.cwd ?? process.cwd(), context.filename)
    .split(path.sep)
    .join('/');
}

const layers = {
  create(context) {
    const fromPath = pathOf(context);
    const check = (node, source) => {
      if (typeof source?.value !== 'string') return;
      const message = checkImport(fromPath, source.value);
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument),
    };
  },
};

const noBarrel = {
  create(context) {
    const filePath = pathOf(context);
    return {
      Program(node) {
        if (/(^|\/)index\.[cm]?[jt]sx?$/.test(filePath)) {
          context.report({ node, message: 'no index files: name the file after its one main export' });
        }
        const isReexport = (statement) =>
          statement.type === 'ExportAllDeclaration' || (statement.type === 'ExportNamedDeclaration' && statement.source !== null);
        if (node.body.length > 1 && node.body.every(isReexport)) {
          context.report({ node, message: 'no barrels: a file that only re-exports hides where things come from' });
        }
      },
    };
  },
};

const noEnum = {
  create(context) {
    return { TSEnumDeclaration: (node) => context.report({ node, message: 'no enums: use a union of string literals' }) };
  },
};

/** Time and chance are arguments in shared/: reading either is an error. */
const pure = {
  create(context) {
    return {
      NewExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
          context.report({ node, message: 'new Date() reads the clock: take a Clock as an argument' });
        }
      },
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
        const name = `${node.object.name}.${node.property.name}`;
        if (name === 'Date.now') context.report({ node, message: 'Date.now reads the clock: take a Clock as an argument' });
        if (name === 'Math.random') context.report({ node, message: 'Math.random is chance: take a Prng as an argument' });
      },
    };
  },
};

/** Exported functions of product code say what they are, in a doc comment. */
const docComment = {
  create(context) {
    return {
      ExportNamedDeclaration(node) {
        if (node.declaration?.type !== 'FunctionDeclaration') return;
        const comments = context.sourceCode.getCommentsBefore(node);
        const last = comments.at(-1);
        if (last?.type === 'Block' && last.value.startsWith('*')) return;
        context.report({ node: node.declaration.id ?? node, message: `'${node.declaration.id?.name}' is exported without a doc comment` });
      },
    };
  },
};

/** Names that say nothing about what a file is for. */
const vagueNames = /^(utils?|helpers?|misc|info|data|manager|stuff|common[A-Z].*|.*(Utils?|Helpers?|Manager|Info))$/;

const fileName = {
  create(context) {
    const name = path.basename(context.filename).replace(/\..*$/, '');
    return {
      Program(node) {
        if (vagueNames.test(name)) context.report({ node, message: `'${name}' says nothing: name the file after its one main export` });
      },
    };
  },
};

/** The house's own lint rules, loaded by oxlint through `jsPlugins`. */
const plugin = {
  meta: { name: 'house' },
  rules: { layers, 'no-barrel': noBarrel, 'no-enum': noEnum, pure, 'doc-comment': docComment, 'file-name': fileName },
};

export default plugin;
