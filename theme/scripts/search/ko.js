// What the search says in a Korean book.

export const WORDS = {
  lang: "ko",
  search: "검색",
  field: "찾을 말",
  close: "닫기",
  results: "검색 결과",
  hint: "낱말, 명령, 필드 이름, 오류 메시지를 그대로 넣으십시오. 초성(ㅋㄹㅅㅌ)이나 영어 이름으로도 찾습니다.",
  keys: "↑ ↓ 고르기 · Enter 열기 · Esc 닫기",
  count: (total) => `결과 ${total}개`,
  instead: (text) => `“${text}”에 대한 결과입니다.`,
  none: (text) => `“${text}”에 맞는 곳이 없습니다.`,
  tips: ["더 짧은 말이나 다른 이름으로 찾아보십시오.", "오류 메시지는 변하지 않는 부분만 넣어 보십시오.", "띄어쓰기와 맞춤법은 조금 달라도 됩니다."],
  loading: "불러오는 중입니다.",
  failed: "검색을 불러오지 못했습니다. 연결을 확인하고 다시 열어 주십시오.",
  marked: "찾은 말을 표시했습니다. Esc를 누르면 지웁니다.",
};
