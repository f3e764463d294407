# 클러스터와, 「태스크 정의」 장에서 등록한 리비전 셋입니다. `task-def.json`이 있어야 합니다.
{{#include cluster.sh}}
for revision in 1 2 3; do
  aws ecs register-task-definition --cli-input-json file://task-def.json > /dev/null
done
