import js from '@eslint/js'
import a11y from 'eslint-plugin-vuejs-accessibility'
import vue from 'eslint-plugin-vue'
import globals from 'globals'
import ts from 'typescript-eslint'

const KITS = ['element-plus', 'element-plus/*', 'vant', 'vant/*', 'uqr']

export default ts.config(
  { ignores: ['**/dist/**', 'api/src/generated/**'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  ...a11y.configs['flat/recommended'],
  {
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/require-default-prop': 'off',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/no-v-html': 'error',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'no-restricted-globals': ['error', { name: 'fetch', message: 'call the generated client' }],
      'no-restricted-imports': ['error', { patterns: [{ group: KITS, message: 'only ui/ imports a kit' }] }],
    },
  },
  {
    files: ['app/src/worker.js'],
    languageOptions: { globals: globals.serviceworker },
    rules: { 'no-restricted-globals': 'off' },
  },
  // `Select` of ui/ has a label that it requires; the rule takes it for the element of that name.
  { files: ['app/**/*.vue'], rules: { 'vuejs-accessibility/form-control-has-label': 'off' } },
  { files: ['ui/**', 'console/src/kit.ts'], rules: { 'no-restricted-imports': 'off' } },
)
